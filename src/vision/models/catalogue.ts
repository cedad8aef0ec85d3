/**
 * The nets this service uses: which files of which npm packages their weights come from, under which licence, and how
 * each is fed. The digests pin the weights: a package that brings other bytes is refused, not used.
 */
import type { Normalisation } from './net-input.js';
import type { NetOutput } from './translate-graph-model.js';

/** Counts up with every change of the translators that changes a compiled net. */
export const translatorVersion = 1;

export const netNames = ['detector', 'landmarks', 'embedding', 'antispoof', 'liveness'] as const;
export type NetName = (typeof netNames)[number];

export interface SourceFile {
  /** Path inside the package. */
  readonly path: string;
  readonly sha256: string;
}

export interface NetSource {
  readonly package: string;
  readonly version: string;
  readonly description: SourceFile;
  readonly weights: SourceFile;
  /** Of the weights, which need not be that of the package. */
  readonly licence: string;
  readonly origin: string;
}

export interface CatalogueEntry {
  readonly source: NetSource;
  readonly format: 'tfjs-graph-model' | 'face-api-recognition-net';
  /** Width and height of the input in pixels. */
  readonly sidePx: number;
  readonly normalisation: Normalisation;
  readonly outputs: readonly NetOutput[];
  /** The ONNX file that the translators make of it; compiling is deterministic, so it is the same everywhere. */
  readonly compiled: { readonly sha256: string; readonly bytes: number };
}

const human = { package: '@vladmandic/human', version: '3.3.6' } as const;
const unitRange: Normalisation = { mean: [0, 0, 0], divisor: 255 };

export const catalogue: Readonly<Record<NetName, CatalogueEntry>> = {
  detector: {
    source: {
      ...human,
      description: file(
        'models/blazeface.json',
        'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
      ),
      weights: file(
        'models/blazeface.bin',
        'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
      ),
      licence: 'Apache-2.0',
      origin: 'MediaPipe BlazeFace, back camera variation',
    },
    format: 'tfjs-graph-model',
    sidePx: 256,
    normalisation: { mean: [127.5, 127.5, 127.5], divisor: 127.5 },
    // 512 anchors of the 16x16 grid (2 a cell), then 384 of the 8x8 grid (6 a cell). Scores are logits.
    outputs: [
      { name: 'scores', sources: ['Identity', 'Identity_1'], shape: [896] },
      { name: 'boxes', sources: ['Identity_2', 'Identity_3'], shape: [896, 16] },
    ],
    compiled: {
      sha256: '5e5b4b4a6fd9ac6013d775655ac0b936f083b8909e006a311d239527e53e4bcb',
      bytes: 610707,
    },
  },
  landmarks: {
    source: {
      ...human,
      description: file(
        'models/facemesh.json',
        'b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7',
      ),
      weights: file(
        'models/facemesh.bin',
        '3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b',
      ),
      licence: 'Apache-2.0',
      origin: 'MediaPipe FaceMesh',
    },
    format: 'tfjs-graph-model',
    sidePx: 192,
    normalisation: unitRange,
    // 468 points, x, y and z in pixels of the input; the flag has been through its sigmoid: 0 to 1.
    outputs: [
      { name: 'points', sources: ['Identity_2'], shape: [1404] },
      { name: 'face_flag', sources: ['Identity_1'], shape: [1] },
    ],
    compiled: {
      sha256: '870dffe95767f36b87e423650a2f2f2fd76be0686fb9f9c7fac01f03f810246d',
      bytes: 2478877,
    },
  },
  embedding: {
    source: {
      package: '@vladmandic/face-api',
      version: '1.7.15',
      description: file(
        'model/face_recognition_model-weights_manifest.json',
        'cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b',
      ),
      weights: file(
        'model/face_recognition_model.bin',
        'b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589',
      ),
      licence: 'CC0-1.0',
      origin: 'dlib dlib_face_recognition_resnet_model_v1, rounded to 8 bits per weight by face-api',
    },
    format: 'face-api-recognition-net',
    sidePx: 150,
    // dlib's input_rgb_image_sized divides by 256; face-api's own code divides by 255, which is not what the net was trained on.
    normalisation: { mean: [122.782, 117.001, 104.298], divisor: 256 },
    outputs: [{ name: 'features', sources: [], shape: [128] }],
    compiled: {
      sha256: '324e1550fc2cd0bf4c8d1addd84bbba2ffd494c1282132ddbc883f47d3b134d7',
      bytes: 24171927,
    },
  },
  antispoof: {
    source: {
      ...human,
      description: file(
        'models/antispoof.json',
        '7fd698ae1cebabbcad79d3b8b448587b0365eb7911987418231bdcf36583112a',
      ),
      weights: file(
        'models/antispoof.bin',
        '4490fecb2becdb6869edc7e60f5e59962be013a8def8719b1373afb0f905c094',
      ),
      licence: 'see source',
      origin: 'https://github.com/vladmandic/human/wiki/Models',
    },
    format: 'tfjs-graph-model',
    sidePx: 128,
    normalisation: unitRange,
    // Has been through its sigmoid: 0 an attack, 1 a live face.
    outputs: [{ name: 'real', sources: ['Identity'], shape: [1] }],
    compiled: {
      sha256: '38760772c39dce7912d825c4b19cf826f6098e8278f85be0da55ece3393ea507',
      bytes: 1707477,
    },
  },
  liveness: {
    source: {
      ...human,
      description: file(
        'models/liveness.json',
        '9e51c8acf83b80abbf329b2735309ab5c90611c66905ade8b1bd130d473df9c8',
      ),
      weights: file(
        'models/liveness.bin',
        'fc6a6b6b3b9721bdb8bff67a457a15b7cbfd81715cfb27f3e65b757e81dd663e',
      ),
      licence: 'see source',
      origin: 'https://github.com/vladmandic/human/wiki/Models',
    },
    format: 'tfjs-graph-model',
    sidePx: 32,
    normalisation: unitRange,
    // Softmax over two classes; human reads the first as the probability of a live face.
    outputs: [{ name: 'classes', sources: ['Identity'], shape: [2] }],
    compiled: {
      sha256: '0c256b8e8b30533b4d8d925345e4df90507bac030e5b60e321485b18da42feff',
      bytes: 594803,
    },
  },
};

function file(path: string, sha256: string): SourceFile {
  return { path, sha256 };
}

/** What an import makes of photos is said by what was measured of the model at work, and by the operator's bars. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultPolicies, enrolmentPolicy, type QualityPolicy } from '../../src/domain/quality.js';
import { createExactGallery } from '../../src/gallery/index.js';
import { createPhotoImport } from '../../src/services/moving/photo-import.js';
import { readPhotoFolder } from '../../src/services/moving/photo-source.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face, type FaceName } from '../faces.js';
import { openServices } from './services.js';

/** Of a model under whose scores the faces of any two people are alike. */
const everybodyAlike = {
  typicalStrangersMean: -1.9,
  scoreAtFmr: [
    [1e-2, -1.8],
    [1e-6, -1.6],
  ],
  sameFaceScore: -1.6,
} as const;

const photos = {
  'X_20230103080000.jpg': 'dora',
  'X_20230104080000.jpg': 'emma',
  'Y_20230104080000.jpg': 'anna',
} as const satisfies Record<string, FaceName>;

test('two people are one for a model that cannot tell them apart', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-photos-'));
  const services = await openServices();
  try {
    for (const [name, person] of Object.entries(photos))
      await writeFile(join(folder, name), await face(person));
    await services.vision.ready();
    const verdictsUnder = async (prior: VisionEngine['prior']): Promise<string[]> => {
      const photoImport = createPhotoImport({
        ...{ store: services.store, vision: engineWith(services.vision, prior), dataDir: services.dataDir },
        ...{
          createGallery: createExactGallery,
          keepPhotos: 'crop',
          maxPhotoBytes: 2 ** 20,
          log: services.log,
        },
      });
      const source = await readPhotoFolder(folder);
      const { rows } = await photoImport.run({ source, mode: 'look', disputes: 'hold' });
      return rows.map(({ photo, verdict, sameFaceAs }) => [photo, verdict, ...sameFaceAs].join(' '));
    };
    expect(await verdictsUnder(everybodyAlike)).toEqual([
      'X_20230103080000.jpg would_enrol Y',
      'X_20230104080000.jpg same_person',
      'Y_20230104080000.jpg would_enrol X',
    ]);
    expect(await verdictsUnder(services.vision.prior)).toEqual([
      'X_20230103080000.jpg would_enrol',
      'X_20230104080000.jpg after_refused_registration',
      'Y_20230104080000.jpg would_enrol',
    ]);
  } finally {
    await services.dispose();
    await rm(folder, { recursive: true });
  }
});

test(
  'photos have to reach the bars of the operator, and are judged anew where those change',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'facedesk-photos-'));
    const services = await openServices();
    try {
      await writeFile(join(folder, 'X_20230103080000.jpg'), await face('dora'));
      await services.vision.ready();
      const verdictUnder = async (enrolment: QualityPolicy): Promise<string[]> => {
        const photoImport = createPhotoImport({
          ...{ store: services.store, vision: services.vision, dataDir: services.dataDir, log: services.log },
          ...{ createGallery: createExactGallery, keepPhotos: 'crop', maxPhotoBytes: 2 ** 20 },
          policies: { ...defaultPolicies, enrolment },
        });
        const source = await readPhotoFolder(folder);
        const { rows } = await photoImport.run({ source, mode: 'write', disputes: 'hold' });
        return rows.map(({ verdict }) => verdict);
      };
      expect(await verdictUnder({ ...enrolmentPolicy, interEyeDistance: 400 })).toEqual(['face_too_small']);
      expect(await verdictUnder(enrolmentPolicy)).toEqual(['enrolled']);
    } finally {
      await services.dispose();
      await rm(folder, { recursive: true });
    }
  },
);

/** The same engine, of which something else is known. */
function engineWith(vision: VisionEngine, prior: VisionEngine['prior']): VisionEngine {
  return {
    modelId: vision.modelId,
    prior,
    examine: (image, options) => vision.examine(image, options),
    measure: (image, options) => vision.measure(image, options),
    ready: () => vision.ready(),
    status: () => vision.status(),
    close: () => vision.close(),
  };
}

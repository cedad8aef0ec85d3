/**
 * Which nets there are, which of them are in use and what that means for the people who are enrolled; and bringing the file of a
 * model pack. Which net is used is a setting, read at the start: nothing here changes it.
 */
import type { Store } from '../store/index.js';
import type { BroughtFile, ModelFiles, ModelListing, PackListing, VisionEngine } from '../vision/index.js';

export const modelKinds = ['detector', 'landmarks', 'embedding', 'antispoof', 'liveness'] as const;

export interface ModelInfo {
  /** For the setting, where there is one that chooses it. */
  readonly name: string;
  /** What the net is for. */
  readonly kind: (typeof modelKinds)[number];
  /** Compiled from an installed npm package, and not a pack. */
  readonly builtIn: boolean;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Available: known, and its file is not here. Damaged: its file is another. A built-in one is compiled at the next start then. */
  readonly state: 'installed' | 'available' | 'damaged';
  readonly inUse: boolean;
  /** The setting that chooses it, by its name as the value; null for what is always used. */
  readonly setting: 'FACEDESK_MODEL' | 'FACEDESK_DETECTOR' | null;
}

export interface ModelTemplatesInfo {
  readonly modelId: string;
  readonly people: number;
  readonly templates: number;
  readonly inUse: boolean;
}

export interface ModelsState {
  readonly models: readonly ModelInfo[];
  readonly templates: readonly ModelTemplatesInfo[];
  /** Who has templates of other models only, and of how many of them no photo was kept; null while the model in use is not known. */
  readonly unverifiable: { readonly people: number; readonly withoutPhoto: number } | null;
}

export interface Models {
  /** @throws FacedeskError models_unavailable, those of the store */
  read(): Promise<ModelsState>;
  /** @throws FacedeskError as ModelFiles.install does */
  install(name: string, file: BroughtFile): Promise<void>;
}

export interface ModelsParts {
  readonly files: ModelFiles;
  readonly store: Pick<Store, 'models'>;
  readonly vision: Pick<VisionEngine, 'status' | 'modelId'>;
  readonly chosen: ChosenModels;
}

/** What the settings choose. */
export interface ChosenModels {
  readonly model: string;
  readonly detector: string;
  /** Whether photos are looked at for presentation attacks. */
  readonly attacks: boolean;
  /** The values that stand for the built-in nets. */
  readonly builtIn: { readonly model: string; readonly detector: string };
}

export function createModels({ files, store, vision, chosen }: ModelsParts): Models {
  return {
    read: async () => {
      const { nets, packs } = await files.list();
      // Known once the first worker is there, which a model that cannot be used prevents.
      const modelId = vision.status().workersReady > 0 ? vision.modelId : null;
      const templates = await store.models.templateCounts();
      return {
        models: [...nets.map((net) => ofNet(net, chosen)), ...packs.map((pack) => ofPack(pack, chosen))],
        templates: templates.map((one) => ({ ...one, inUse: one.modelId === modelId })),
        unverifiable: modelId === null ? null : await store.models.countElsewhere(modelId),
      };
    },
    install: (name, file) => files.install(name, file),
  };
}

const netStates = { ready: 'installed', missing: 'available', outdated: 'damaged' } as const;

function ofNet(net: ModelListing, { model, detector, attacks, builtIn }: ChosenModels): ModelInfo {
  const chosen = {
    detector: { name: builtIn.detector, setting: 'FACEDESK_DETECTOR', inUse: detector === builtIn.detector },
    embedding: { name: builtIn.model, setting: 'FACEDESK_MODEL', inUse: model === builtIn.model },
    landmarks: { name: 'landmarks', setting: null, inUse: true },
    antispoof: { name: 'antispoof', setting: null, inUse: attacks },
    liveness: { name: 'liveness', setting: null, inUse: attacks },
  } as const;
  const { origin, package: packageName, version, licence, file, sha256, bytes } = net;
  const packed = `npm: ${packageName} ${version}`;
  // Of some nets nobody but the package says where they are from.
  const described = origin.startsWith('https://')
    ? { title: `${net.name}, as ${packageName} has it`, source: `${packed}, ${origin}` }
    : { title: origin, source: packed };
  return {
    ...chosen[net.name],
    ...described,
    ...{ kind: net.name, builtIn: true, licence },
    ...{ file, sha256, bytes, state: netStates[net.state] },
  };
}

function ofPack(pack: PackListing, { model, detector }: ChosenModels): ModelInfo {
  const { name, kind, title, licence, source, file, sha256, bytes, state } = pack;
  return {
    ...{ name, kind, builtIn: false, title, licence, source, file, sha256, bytes, state },
    inUse: name === (kind === 'detector' ? detector : model),
    setting: kind === 'detector' ? 'FACEDESK_DETECTOR' : 'FACEDESK_MODEL',
  };
}

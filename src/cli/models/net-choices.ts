/** Which nets the settings choose, as the commands that list and check them speak of them. */
import { builtInDetectorName, builtInModelName, type PackListing } from '../../container.js';

export interface ChosenNets {
  readonly model: string;
  readonly detector: string;
}

export interface NetChoice {
  readonly setting: 'FACEDESK_MODEL' | 'FACEDESK_DETECTOR';
  readonly kind: PackListing['kind'];
  /** The name that was chosen: builtIn, or a pack's. */
  readonly pack: string;
  readonly builtIn: string;
  readonly does: string;
}

export function netChoices({ model, detector }: ChosenNets): readonly NetChoice[] {
  return [
    {
      ...{ setting: 'FACEDESK_DETECTOR', kind: 'detector', does: 'finds the faces' },
      ...{ pack: detector, builtIn: builtInDetectorName },
    },
    {
      ...{ setting: 'FACEDESK_MODEL', kind: 'embedding', does: 'makes the features' },
      ...{ pack: model, builtIn: builtInModelName },
    },
  ];
}

export function settingOf(kind: PackListing['kind']): NetChoice['setting'] {
  return kind === 'detector' ? 'FACEDESK_DETECTOR' : 'FACEDESK_MODEL';
}

/** Every operation of /v1: what is declared, for the documents, and what answers it, for the server. A resource adds itself to both. */
import type { SettingInForce } from '../../config/index.js';
import type { Attempts } from '../../services/attempts.js';
import type { Calibration } from '../../services/calibration.js';
import type { Challenges } from '../../services/challenge.js';
import type { PhotoComparing } from '../../services/comparison.js';
import type { Devices } from '../../services/devices.js';
import type { Duplicates } from '../../services/duplicates.js';
import type { Enrolment } from '../../services/enrolment.js';
import type { Events } from '../../services/events.js';
import type { Groups } from '../../services/groups.js';
import type { Idempotency } from '../../services/idempotency.js';
import type { Identification } from '../../services/identification.js';
import type { Imports } from '../../services/imports/imports.js';
import type { ImportUploads } from '../../services/imports/upload.js';
import type { Judging } from '../../services/judging.js';
import type { Keys } from '../../services/keys.js';
import type { Models } from '../../services/models.js';
import type { Photos } from '../../services/photos.js';
import type { Statistics } from '../../services/statistics.js';
import type { SubjectDirectory } from '../../services/subject-directory.js';
import type { Subjects } from '../../services/subjects.js';
import type { SystemReport } from '../../services/system-report.js';
import type { VerdictReview } from '../../services/verdict-review.js';
import type { TemplateMaking } from '../../services/template-making.js';
import type { UnknownFaces } from '../../services/unknown-faces.js';
import type { Verifying } from '../../services/verification.js';
import type { Webhooks } from '../../services/webhooks.js';
import type { EventStreams } from './event-streams.js';
import type { Declaration, Operation } from './framework/operation.js';
import * as calibration from './resources/calibration.js';
import * as callers from './resources/caller.js';
import * as challenges from './resources/challenges.js';
import * as devices from './resources/devices.js';
import * as duplicates from './resources/duplicates.js';
import * as events from './resources/events.js';
import * as groups from './resources/groups.js';
import * as identifications from './resources/identifications.js';
import * as imports from './resources/imports.js';
import * as keys from './resources/keys.js';
import * as models from './resources/models.js';
import * as photos from './resources/photos.js';
import * as quality from './resources/quality.js';
import * as registration from './resources/register-subject.js';
import * as settings from './resources/settings.js';
import * as statistics from './resources/statistics.js';
import * as subjects from './resources/subjects.js';
import * as system from './resources/system.js';
import * as verdictReview from './resources/verdict-review.js';
import * as verifications from './resources/verifications.js';
import * as webhookDeliveries from './resources/webhook-deliveries.js';
import * as webhooks from './resources/webhooks.js';

/** What the operations call. */
export interface V1Services {
  readonly directory: SubjectDirectory;
  readonly subjects: Subjects;
  readonly attempts: Attempts;
  readonly photos: Photos;
  readonly judging: Judging;
  readonly challenges: Challenges;
  readonly duplicates: Duplicates;
  readonly enrolment: Enrolment;
  readonly verification: Verifying;
  readonly identification: Identification;
  readonly unknownFaces: UnknownFaces;
  readonly comparing: PhotoComparing;
  readonly groups: Groups;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly imports: Imports;
  readonly importUploads: ImportUploads;
  readonly idempotency: Idempotency;
  readonly keys: Keys;
  readonly calibration: Calibration;
  readonly verdictReview: VerdictReview;
  readonly settings: readonly SettingInForce[];
  readonly statistics: Statistics;
  readonly devices: Devices;
  readonly models: Models;
  readonly templateMaking: TemplateMaking;
  readonly system: SystemReport;
}

/** In the order of the documents; within a tag, as they are listed here. */
export const declarations: readonly Declaration[] = [
  subjects.listSubjects,
  registration.registerSubject,
  subjects.readSubject,
  subjects.updateSubject,
  subjects.deleteSubject,
  subjects.unlockSubject,
  photos.listPhotos,
  photos.addPhotos,
  photos.readPhoto,
  photos.deletePhoto,
  challenges.issueChallenge,
  verifications.verify,
  identifications.identify,
  identifications.comparePhotos,
  quality.judgeQuality,
  groups.listGroups,
  groups.createGroup,
  groups.readGroup,
  groups.deleteGroup,
  groups.addGroupMember,
  groups.removeGroupMember,
  events.listEvents,
  events.streamEvents,
  verdictReview.readEvent,
  verdictReview.readEventPicture,
  verdictReview.giveFeedback,
  statistics.readStatistics,
  devices.listDevices,
  webhooks.listWebhooks,
  webhooks.createWebhook,
  webhooks.readWebhook,
  webhooks.updateWebhook,
  webhooks.deleteWebhook,
  webhooks.rotateWebhookSecret,
  webhooks.testWebhook,
  webhookDeliveries.listDeliveries,
  webhookDeliveries.replayDelivery,
  webhookDeliveries.replayEvents,
  imports.listImports,
  imports.startImport,
  imports.readImport,
  imports.cancelImport,
  imports.listImportRows,
  duplicates.listDuplicates,
  duplicates.settleDuplicate,
  calibration.readCalibration,
  calibration.renewCalibration,
  callers.readCaller,
  keys.listKeys,
  keys.createKey,
  keys.readKey,
  keys.rotateKeySecret,
  keys.revokeKey,
  models.readModels,
  models.installModel,
  models.makeTemplates,
  models.cancelTemplates,
  system.readSystem,
  settings.listSettings,
];

/** @param onFailed hears of what went wrong after the answer was sent */
export function v1Operations(
  services: V1Services,
  onFailed: (error: unknown) => void,
): { readonly operations: readonly Operation[]; readonly streams: EventStreams } {
  const { operations: ofEvents, streams } = events.eventOperations(services);
  const operations = [
    ...subjects.subjectOperations(services),
    ...photos.photoOperations(services),
    ...registration.registrationOperations(services),
    ...challenges.challengeOperations(services),
    ...verifications.verificationOperations(services),
    ...quality.qualityOperations(services),
    ...identifications.identificationOperations(services),
    ...groups.groupOperations(services),
    ...ofEvents,
    ...verdictReview.verdictReviewOperations(services),
    ...statistics.statisticsOperations(services),
    ...devices.deviceOperations(services),
    ...webhooks.webhookOperations(services),
    ...webhookDeliveries.deliveryOperations(services),
    ...imports.importOperations(services),
    ...duplicates.duplicateOperations(services),
    ...calibration.calibrationOperations({ ...services, onFailed }),
    ...callers.callerOperations(),
    ...keys.keyOperations(services),
    ...models.modelOperations(services),
    ...system.systemOperations(services),
    ...settings.settingsOperations(services),
  ];
  return { operations, streams };
}

/**
 * Every setting of the service: its environment name, what it means, its unit and its default. The Config type, the
 * checks at start-up and docs/configuration.md all come from here; nothing else lists settings.
 */
import { Type, type Static } from 'typebox';
import { attacksSchema } from './attacks-schema.js';
import { httpSchema } from './http-schema.js';
import { importsSchema } from './imports-schema.js';
import { attemptsSchema, eventsSchema, replaysSchema } from './limits-schema.js';
import { observingSchema } from './observing-schema.js';
import { webhooksSchema } from './webhooks-schema.js';

const storeSchema = Type.Object({
  dataDir: Type.String({
    env: 'FACEDESK_DATA_DIR',
    description: 'The folder for everything that the service keeps on disk.',
    default: './data',
    minLength: 1,
  }),
  databaseUrl: Type.String({
    env: 'FACEDESK_DATABASE_URL',
    description:
      'The database: sqlite:<file>, mysql://user:password@host/name or postgres://user:password@host/name.',
    defaultText: 'sqlite:<data dir>/facedesk.sqlite',
    secret: true,
    pattern: '^(sqlite|mysql|mariadb|postgres|postgresql):',
  }),
  migrate: Type.Enum(['auto', 'explicit'], {
    env: 'FACEDESK_MIGRATE',
    description:
      'Whether the start makes and updates facedesk\'s own tables (auto), or refuses where "facedesk migrate up" was not run ' +
      '(explicit).',
    defaultText: 'auto for sqlite:, explicit for a server',
  }),
});

const encryptionKey = '([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)';

const encryptionSchema = Type.Object({
  key: Type.Optional(
    Type.String({
      env: 'FACEDESK_ENCRYPTION_KEY',
      description:
        'The key that templates and photos are sealed with, in place of the key file. Make one with "openssl rand -base64 32".',
      defaultText: 'none',
      secret: true,
      pattern: `^\\s*${encryptionKey}([\\s,]+${encryptionKey})?\\s*$`,
      rule: '32 bytes as base64 or as 64 hexadecimal digits; two, the new one first, while the key is changed',
    }),
  ),
  keyFile: Type.String({
    env: 'FACEDESK_ENCRYPTION_KEY_FILE',
    description:
      'The file with that key. Where it does not exist, the first start makes it; keep a copy apart from the database.',
    defaultText: '<data dir>/facedesk.key',
    minLength: 1,
  }),
  keyCommand: Type.Optional(
    Type.String({
      env: 'FACEDESK_ENCRYPTION_KEY_COMMAND',
      description:
        'A program with its arguments that writes that key to its standard output, for example one that asks a vault. It is run ' +
        'without a shell; write a JSON array of texts where a word holds a space.',
      defaultText: 'none',
      secret: true,
      minLength: 1,
    }),
  ),
});

const visionSchema = Type.Object({
  modelsDir: Type.String({
    env: 'FACEDESK_MODELS_DIR',
    description: 'The folder where the nets are kept once they are compiled from the installed packages.',
    defaultText: '.cache/models in the folder of the package',
    minLength: 1,
  }),
  model: Type.String({
    env: 'FACEDESK_MODEL',
    description: 'The model that makes features: the built-in one, or a model pack that was installed.',
    default: 'dlib',
    pattern: '^[a-z0-9][a-z0-9.-]{0,63}$',
    rule: 'dlib, or the name of an installed model pack',
  }),
  detector: Type.String({
    env: 'FACEDESK_DETECTOR',
    description: 'The net that finds faces: the built-in one, or a detector pack that was installed.',
    default: 'blazeface',
    pattern: '^[a-z0-9][a-z0-9.-]{0,63}$',
    rule: 'blazeface, or the name of an installed detector pack',
  }),
  embedding: Type.Enum(['fast', 'standard', 'thorough'], {
    env: 'FACEDESK_EMBEDDING',
    description:
      'How much work goes into one face: fewer errors for more milliseconds. Templates made under one are not compared under another.',
    default: 'standard',
  }),
  workers: Type.Integer({
    env: 'FACEDESK_VISION_WORKERS',
    description: 'How many processes examine photos at the same time.',
    defaultText: 'as many as the machine runs in parallel',
    minimum: 1,
    maximum: 64,
  }),
  queueLength: Type.Integer({
    env: 'FACEDESK_VISION_QUEUE_LENGTH',
    description: 'How many photos may wait for a process before further ones are refused with 503.',
    default: 64,
    minimum: 0,
    maximum: 10_000,
  }),
  queueTimeoutMs: Type.Integer({
    env: 'FACEDESK_VISION_QUEUE_TIMEOUT_MS',
    description: 'How long a photo may wait for a process.',
    unit: 'ms',
    default: 8000,
    minimum: 1,
    maximum: 600_000,
  }),
  taskTimeoutMs: Type.Integer({
    env: 'FACEDESK_VISION_TASK_TIMEOUT_MS',
    description: 'How long examining one photo may take before its process is replaced.',
    unit: 'ms',
    default: 4000,
    minimum: 100,
    maximum: 600_000,
  }),
  workerMemoryMb: Type.Integer({
    env: 'FACEDESK_VISION_WORKER_MEMORY_MB',
    description: 'The memory at which a process is replaced after it has finished its photo.',
    unit: 'MiB',
    default: 400,
    minimum: 128,
    maximum: 65_536,
  }),
  maxImagePixels: Type.Integer({
    env: 'FACEDESK_MAX_IMAGE_PIXELS',
    description: 'The largest picture that is decoded, width times height.',
    unit: 'pixels',
    default: 40_000_000,
    minimum: 10_000,
    maximum: 268_000_000,
  }),
});

const enrolmentSchema = Type.Object({
  qualityPolicyFile: Type.Optional(
    Type.String({
      env: 'FACEDESK_QUALITY_POLICY_FILE',
      description:
        'A JSON file with bars of quality that differ from the defaults, such as {"enrolment": {"interEyeDistance": 40}}; see ' +
        'docs/quality.md.',
      defaultText: 'none',
      minLength: 1,
    }),
  ),
  keepPhotos: Type.Enum(['crop', 'full', 'none'], {
    env: 'FACEDESK_KEEP_PHOTOS',
    description:
      'What is kept of the photo that a person registers with: the face, the whole photo, or nothing.',
    default: 'crop',
  }),
  duplicateFaces: Type.Enum(['report', 'refuse', 'allow'], {
    env: 'FACEDESK_DUPLICATE_FACES',
    description:
      'What happens where a face that registers looks enrolled under another id already: it is registered and the pair noted ' +
      'for review (report), refused, or registered without a look.',
    default: 'report',
  }),
  templateRefresh: Type.Enum(['on', 'review', 'off'], {
    env: 'FACEDESK_TEMPLATE_REFRESH',
    description:
      'Whether a clear match may add to what a person is recognised by, so that they are as they age: at once (on), after ' +
      'somebody has confirmed it (review), or never (off).',
    default: 'on',
  }),
});

const decisionSchema = Type.Object({
  targetFmr: Type.Number({
    env: 'FACEDESK_TARGET_FMR',
    description:
      'One false match in how many: the share of strangers who may pass as somebody they name, such as 0.0001.',
    default: 0.0001,
    minimum: 0.000001,
    maximum: 0.1,
  }),
  margin: Type.Number({
    env: 'FACEDESK_RIVAL_MARGIN',
    description:
      'By how much the claimed person has to be nearer than anybody else, in units of the score; at 0 it is enough that nobody is nearer.',
    default: 0,
    minimum: 0,
    maximum: 0.5,
  }),
});

const logSchema = Type.Object({
  level: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    env: 'FACEDESK_LOG_LEVEL',
    description: 'The least important kind of line that is logged.',
    default: 'info',
  }),
});

export const configSchema = Type.Object({
  http: httpSchema,
  store: storeSchema,
  encryption: encryptionSchema,
  vision: visionSchema,
  enrolment: enrolmentSchema,
  attempts: attemptsSchema,
  events: eventsSchema,
  webhooks: webhooksSchema,
  imports: importsSchema,
  replays: replaysSchema,
  attacks: attacksSchema,
  decision: decisionSchema,
  log: logSchema,
  observing: observingSchema,
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The settings after every check, frozen; hand each part of the service its own slice, never the whole. */
export type Config = DeepReadonly<Static<typeof configSchema>>;

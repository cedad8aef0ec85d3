import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exposureProblem, mayServeWithoutKeys } from './exposure.js';
import { ConfigError, loadConfig, type ConfigSources } from './load-config.js';
import { settings } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'facedesk-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** For every setting, a text that differs from its default and what it has to become. */
const others: Record<string, [text: string, value: unknown]> = {
  FACEDESK_HOST: ['127.0.0.2', '127.0.0.2'],
  FACEDESK_PORT: ['0', 0],
  FACEDESK_API_KEYS: [`${'a'.repeat(32)}, ${'b'.repeat(40)},`, ['a'.repeat(32), 'b'.repeat(40)]],
  FACEDESK_ALLOW_UNAUTHENTICATED: ['true', true],
  FACEDESK_TRUSTED_PROXIES: ['10.0.0.2, 2001:db8::/32', ['10.0.0.2', '2001:db8::/32']],
  FACEDESK_RATE_LIMIT_PER_ADDRESS: ['0', 0],
  FACEDESK_RATE_LIMIT_PER_KEY: ['60', 60],
  FACEDESK_UNKNOWN_FACES_PER_MINUTE: ['0', 0],
  FACEDESK_MAX_UPLOADS_BYTES: ['4096', 4096],
  FACEDESK_MAX_UPLOAD_BYTES: ['2048', 2048],
  FACEDESK_REQUEST_TIMEOUT_MS: ['1234', 1234],
  FACEDESK_EVENTS_KEEP_DAYS: ['30', 30],
  FACEDESK_KEEP_PROBES: ['refusals', 'refusals'],
  FACEDESK_PROBES_KEEP_DAYS: ['3', 3],
  FACEDESK_WEBHOOK_NETWORKS: ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  FACEDESK_WEBHOOK_DISABLE_AFTER_DAYS: ['2', 2],
  FACEDESK_IMPORT_MAX_ARCHIVE_BYTES: ['4096', 4096],
  FACEDESK_IMPORT_MAX_ENTRIES: ['10', 10],
  FACEDESK_IMPORT_MAX_EXPANDED_BYTES: ['8192', 8192],
  FACEDESK_IMPORT_UPLOAD_TIMEOUT_MS: ['60000', 60_000],
  FACEDESK_IMPORT_KEEP_DAYS: ['7', 7],
  FACEDESK_DATA_DIR: ['/srv/desk', '/srv/desk'],
  FACEDESK_QUALITY_POLICY_FILE: ['/etc/facedesk/quality.json', '/etc/facedesk/quality.json'],
  FACEDESK_DATABASE_URL: ['mysql://u:p@db/libraryregistration', 'mysql://u:p@db/libraryregistration'],
  FACEDESK_MIGRATE: ['explicit', 'explicit'],
  FACEDESK_ENCRYPTION_KEY: ['ab'.repeat(32), 'ab'.repeat(32)],
  FACEDESK_ENCRYPTION_KEY_FILE: ['/srv/key', '/srv/key'],
  FACEDESK_ENCRYPTION_KEY_COMMAND: ['/bin/vault read key', '/bin/vault read key'],
  FACEDESK_MODELS_DIR: ['/srv/models', '/srv/models'],
  FACEDESK_MODEL: ['sface-2021dec', 'sface-2021dec'],
  FACEDESK_TLS_CERT_FILE: ['/etc/facedesk/desk.crt', '/etc/facedesk/desk.crt'],
  FACEDESK_TLS_KEY_FILE: ['/etc/facedesk/desk.key', '/etc/facedesk/desk.key'],
  FACEDESK_TLS_SELF_SIGNED: ['true', true],
  FACEDESK_ADMIN_LISTEN: ['127.0.0.1:8001', '127.0.0.1:8001'],
  FACEDESK_CORS_ORIGINS: [
    'https://library.example, http://localhost:3000',
    ['https://library.example', 'http://localhost:3000'],
  ],
  FACEDESK_DETECTOR: ['yunet-2023mar', 'yunet-2023mar'],
  FACEDESK_EMBEDDING: ['thorough', 'thorough'],
  FACEDESK_VISION_WORKERS: ['63', 63],
  FACEDESK_VISION_QUEUE_LENGTH: ['0', 0],
  FACEDESK_VISION_QUEUE_TIMEOUT_MS: ['77', 77],
  FACEDESK_VISION_TASK_TIMEOUT_MS: ['777', 777],
  FACEDESK_VISION_WORKER_MEMORY_MB: ['512', 512],
  FACEDESK_MAX_IMAGE_PIXELS: ['10000', 10000],
  FACEDESK_CHALLENGE: ['required', 'required'],
  FACEDESK_KEEP_PHOTOS: ['none', 'none'],
  FACEDESK_DUPLICATE_FACES: ['refuse', 'refuse'],
  FACEDESK_TEMPLATE_REFRESH: ['off', 'off'],
  FACEDESK_ATTEMPTS_BEFORE_PAUSE: ['0', 0],
  FACEDESK_ATTEMPTS_PAUSE_MS: ['60000', 60_000],
  FACEDESK_ATTEMPTS_BEFORE_LOCK: ['10', 10],
  FACEDESK_REPLAYS: ['refuse', 'refuse'],
  FACEDESK_REPLAYS_WINDOW_S: ['60', 60],
  FACEDESK_PRESENTATION_ATTACKS: ['refuse', 'refuse'],
  FACEDESK_ATTACK_BAR: ['1.5', 1.5],
  FACEDESK_TARGET_FMR: ['0.001', 0.001],
  FACEDESK_RIVAL_MARGIN: ['0.02', 0.02],
  FACEDESK_LOG_LEVEL: ['silent', 'silent'],
  FACEDESK_METRICS: ['false', false],
  FACEDESK_OTLP_ENDPOINT: ['http://127.0.0.1:4318', 'http://127.0.0.1:4318'],
};

describe('each variable alone changes exactly its own field', () => {
  test.each(settings)('$env', ({ env, slice, field }) => {
    const [text, value] = others[env] ?? [];
    const expected = structuredClone(loadConfig({ env: {} })) as Record<string, Record<string, unknown>>;
    expect(expected[slice]![field]).not.toEqual(value);
    expected[slice]![field] = value;
    // The defaults that follow another setting.
    if (env === 'FACEDESK_DATA_DIR') {
      expected['store']!['databaseUrl'] = 'sqlite:/srv/desk/facedesk.sqlite';
      expected['encryption']!['keyFile'] = '/srv/desk/facedesk.key';
    }
    if (env === 'FACEDESK_DATABASE_URL') expected['store']!['migrate'] = 'explicit';
    expect(loadConfig({ env: { [env]: text } })).toEqual(expected);
  });
});

test('the defaults keep to this machine and to folders of their own', () => {
  const config = loadConfig({ env: {} });
  expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8000, apiKeys: [] });
  expect(config.store.databaseUrl).toBe(`sqlite:${resolve('data/facedesk.sqlite')}`);
  expect(config.vision.modelsDir).toMatch(/[\\/]\.cache[\\/]models$/);
});

test('flags overrule the environment, which overrules the file, which overrules defaults', () => {
  const sources = withFile('{"port": 1, "host": "127.0.0.3", "visionWorkers": 5}', {
    FACEDESK_PORT: '2',
    FACEDESK_HOST: '127.0.0.4',
  });
  const config = loadConfig({ ...sources, flags: { port: '3', host: undefined } });
  expect([config.http.port, config.http.host, config.vision.workers]).toEqual([3, '127.0.0.4', 5]);
});

test('a variable that is set to nothing is not set', () => {
  expect(loadConfig({ env: { FACEDESK_PORT: '', FACEDESK_API_KEYS: '' } }).http.port).toBe(8000);
});

test('the result cannot be changed', () => {
  const config = loadConfig({ env: { FACEDESK_API_KEYS: 'a'.repeat(32) } });
  for (const part of [config, config.http, config.http.apiKeys]) expect(Object.isFrozen(part)).toBe(true);
});

test('every problem is reported at once, by key and never by value', () => {
  const sources = withFile('{"visionWorkers": "canary-1"}', {
    FACEDESK_PORT: 'canary-2',
    FACEDESK_API_KEYS: 'canary-3',
    FACEDESK_KEEP_PHOTOS: 'canary-4',
  });
  const problems = problemsOf({ ...sources, flags: { logLevel: 'canary-5' } });
  expect(problems).toHaveLength(5);
  for (const name of [
    'visionWorkers',
    'FACEDESK_PORT',
    'FACEDESK_API_KEYS',
    'FACEDESK_KEEP_PHOTOS',
    'logLevel',
  ])
    expect(problems.join()).toContain(name);
  expect(problems.join()).not.toContain('canary');
});

test.each([
  [{ env: { FACEDESK_PROT: '1' } }, 'FACEDESK_PROT is not a setting; did you mean FACEDESK_PORT?'],
  [{ env: { FACEDESK_XYZZY: '1' } }, 'FACEDESK_XYZZY is not a setting'],
  [{ env: {}, flags: { dataDri: 'x' } }, 'flag "dataDri" is not a setting; did you mean dataDir?'],
])('an unknown name stops start-up: %j', (sources, problem) => {
  expect(problemsOf(sources)).toEqual([problem]);
});

test('an unknown name in the file stops start-up', () => {
  expect(problemsOf(withFile('{"apiKey": []}'))).toEqual([
    '"apiKey" in the file is not a setting; did you mean apiKeys?',
  ]);
});

test.each(['', '[]', '{"port": 1', 'null'])(
  'a file that holds no JSON object is a problem: %j',
  (content) => {
    expect(problemsOf(withFile(content))).toEqual([expect.stringContaining('FACEDESK_CONFIG_FILE')]);
  },
);

test('a file that is not there is a problem', () => {
  const env = { FACEDESK_CONFIG_FILE: join(folder, 'none.json') };
  expect(problemsOf({ env })).toEqual([expect.stringContaining('FACEDESK_CONFIG_FILE')]);
});

test.each([
  ['FACEDESK_PORT', ['-1', '65536', '80.5', '1e3', ' 80', '0x50']],
  ['FACEDESK_VISION_WORKERS', ['0', '65']],
  ['FACEDESK_ALLOW_UNAUTHENTICATED', ['yes', '1', 'TRUE']],
  ['FACEDESK_API_KEYS', ['a'.repeat(31), `${'a'.repeat(40)},b`, `${'a'.repeat(40)} b`]],
  ['FACEDESK_TRUSTED_PROXIES', ['proxy.example', '10.0.0.0/33', '10.0.0.2,1.2.3']],
  ['FACEDESK_DATABASE_URL', ['facedesk.sqlite', 'oracle:x']],
  ['FACEDESK_ENCRYPTION_KEY', ['ab'.repeat(31), `${'ab'.repeat(32)}0`, `${'ab'.repeat(32)},x`, 'a password']],
])('%s refuses %j', (env, texts) => {
  for (const text of texts) expect(problemsOf({ env: { [env]: text } })).toHaveLength(1);
});

test('two ways to name the key are one too many', () => {
  const env = { FACEDESK_ENCRYPTION_KEY: 'ab'.repeat(32), FACEDESK_ENCRYPTION_KEY_FILE: '/srv/key' };
  expect(problemsOf({ env })).toEqual([
    'FACEDESK_ENCRYPTION_KEY and FACEDESK_ENCRYPTION_KEY_FILE each name a key: set only one of them',
  ]);
});

test.each(['0.0.0.0', '::', '192.168.1.5', 'desk.example'])('%s needs keys or the opt-out', (host) => {
  expect(mayServeWithoutKeys(loadConfig({ env: { FACEDESK_HOST: host } }).http)).toBe(false);
  const optedOut = { FACEDESK_HOST: host, FACEDESK_ALLOW_UNAUTHENTICATED: 'true' };
  expect(mayServeWithoutKeys(loadConfig({ env: optedOut }).http)).toBe(true);
  expect(exposureProblem().problems).toEqual([
    expect.stringMatching(/keys create.*FACEDESK_API_KEYS.*FACEDESK_ALLOW_UNAUTHENTICATED=true/),
  ]);
});

test.each(['127.0.0.1', '127.3.2.1', 'localhost', '::1'])('%s needs neither', (host) => {
  expect(mayServeWithoutKeys(loadConfig({ env: { FACEDESK_HOST: host } }).http)).toBe(true);
});

function withFile(content: string, env: Record<string, string> = {}): ConfigSources {
  const path = join(folder, 'settings.json');
  writeFileSync(path, content);
  return { env: { ...env, FACEDESK_CONFIG_FILE: path } };
}

function problemsOf(sources: ConfigSources): readonly string[] {
  try {
    loadConfig(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the settings were accepted');
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './load-config.js';
import { settings } from './settings.js';
import { settingsInForce } from './settings-in-force.js';

const secretUrl = 'mysql://desk:hunter2@db.example/library';

test('every setting is told with its value and where that came from, the last source first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-settings-'));
  try {
    const file = join(folder, 'facedesk.json');
    writeFileSync(file, JSON.stringify({ targetFmr: 0.001, port: 1234, keepPhotos: 'none' }));
    const env = { FACEDESK_CONFIG_FILE: file, FACEDESK_PORT: '2345', FACEDESK_TARGET_FMR: '0.002' };
    const told = settingsInForce(loadConfig({ env, flags: { port: '3456' } }));
    const of = (name: string) => told.find((setting) => setting.name === name);
    expect(told.map(({ env: name }) => name)).toEqual(settings.map(({ env: name }) => name));
    expect(of('keepPhotos')).toMatchObject({
      source: 'file',
      value: 'none',
      default: 'crop',
      group: 'enrolment',
    });
    expect(of('targetFmr')).toMatchObject({ source: 'environment', value: '0.002', unit: null });
    expect(of('port')).toMatchObject({ source: 'flag', value: '3456' });
    expect(of('logLevel')).toMatchObject({ source: 'default', value: 'info' });
    // Derived from another setting or the machine, and so nobody's word.
    expect(of('visionWorkers')).toMatchObject({ source: 'default', value: expect.stringMatching(/^\d+$/) });
    expect(of('qualityPolicyFile')).toMatchObject({ source: 'default', value: null });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of a secret only is told whether there is one', () => {
  const env = { FACEDESK_DATABASE_URL: secretUrl, FACEDESK_API_KEYS: 'a-long-secret-key-of-somebody-0001' };
  const told = settingsInForce(loadConfig({ env }));
  const secrets = told.filter(({ set }) => set !== undefined);
  expect(secrets.map(({ name }) => name)).toEqual(
    settings.filter(({ secret }) => secret).map(({ name }) => name),
  );
  expect(secrets.every(({ value }) => value === null)).toBe(true);
  expect(told.find(({ name }) => name === 'databaseUrl')).toMatchObject({ set: true, source: 'environment' });
  expect(told.find(({ name }) => name === 'encryptionKey')).toMatchObject({ set: false, source: 'default' });
  expect(JSON.stringify(told)).not.toMatch(/hunter2|a-long-secret/);
});

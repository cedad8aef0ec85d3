/** The console's page about models in a real browser: a pack's file is brought there, and templates are made anew. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPack } from '../../src/container.js';
import { toFeatures } from '../../src/domain/features.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { chromium } from '../requirement.js';
import { tinyNet, writeTinyPack } from '../vision/tiny-pack.js';
import { openBrowser, type TestBrowser } from './browser.js';

const executablePath = chromium();
let folder: string;
let installed: string;
let desk: Desk;
let browser: TestBrowser;
let page: Page;

describe.skipIf(executablePath === undefined)('models in the console', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'facedesk-console-models-'));
    const modelsDir = join(folder, 'models');
    const { manifest, file } = await writeTinyPack(folder);
    await installPack(modelsDir, manifest, { from: file });
    installed = join(modelsDir, 'packs', 'tiny', 'tiny.onnx');
    await rm(installed);
    desk = await openDesk({ FACEDESK_MODELS_DIR: modelsDir, FACEDESK_RATE_LIMIT_PER_ADDRESS: '0' });
    const features = toFeatures(new Float32Array(128).fill(0.1));
    const keptPhoto = { kind: 'full', jpeg: await face('anna') } as const;
    const photos = [{ features, keptPhoto }];
    await desk.container.store.enrol({ subjectId: parseSubjectId('anna'), modelId: 'another', photos });
    const origin = `http://127.0.0.1:${await desk.listen()}`;
    browser = await openBrowser({ executablePath: executablePath!, camera: 'absent' });
    ({ page } = await browser.visit(`${origin}/console#/models`));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await desk.close();
    await rm(folder, { recursive: true });
  });

  const pack = () => page.locator('.card', { hasText: 'Mean colours' });

  test('another file is refused in a sentence, and the one that is meant is installed', async () => {
    await pack().getByText('Damaged', { exact: true }).waitFor();
    const other = join(folder, 'other.onnx');
    const bytes = Buffer.from(tinyNet());
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(other, bytes.subarray(1));
    await page.setInputFiles('#model-file-tiny', other);
    await page.getByText(/it has .* bytes, and the one that is meant has/).waitFor();
    await writeFile(other, bytes);
    await page.setInputFiles('#model-file-tiny', other);
    await page.getByText('This is not the file of this model pack').waitFor();
    await page.setInputFiles('#model-file-tiny', join(folder, 'brought.onnx'));
    await pack().getByText('Installed', { exact: true }).waitFor();
    await pack().getByText('set FACEDESK_MODEL=tiny and start the service again').waitFor();
    expect(await readFile(installed)).toEqual(Buffer.from(tinyNet()));
  });

  test('whoever has templates of another model only is counted, and gets new ones', async () => {
    await page.getByText('since they have templates of another model only: 1.').waitFor();
    await page.getByRole('button', { name: 'Make templates anew' }).click();
    await page.getByText('People with new templates: 1.').waitFor();
    await page.getByText('Everybody with a template has one of the model in use').waitFor();
    const claim = { id: 'anna', image: await face('anna'), origin: null };
    expect((await desk.container.verification.verify(claim)).outcome).toBe('match');
  });
});

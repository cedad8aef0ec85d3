/**
 * What moving people in costs beyond looking at their photos: photos per second through the engine alone, and through a whole
 * import that groups, judges, looks for the same face under two ids, writes and notes, on the same photos in turn.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config/index.js';
import { createContainer, type Container } from '../src/container.js';
import { createLogger } from '../src/observability/logger.js';
import { readPhotoFolder } from '../src/services/moving/photo-source.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, nextPhoto, vga } from './photos.js';
import { alternate, ratio, spread } from './statistics.js';

const rounds = 5;
const peoplePerRound = 150;

export async function measureImport(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-bench-import-'));
  const config = loadConfig({ env: { FACEDESK_DATA_DIR: join(folder, 'data') } });
  const services = await createContainer(config, createLogger({ level: 'silent' }));
  try {
    const photos = [await deskPhoto(vga), await nextPhoto(vga, 'carla'), await nextPhoto(vga, 'dora')];
    await allReady(services);
    let round = 0;
    const rates = await alternate(rounds, {
      engine: async () => engineRate(services, await layOut(join(folder, `photos-${round}`), photos, round)),
      import: async () =>
        importRate(services, await layOut(join(folder, `photos-${round}`), photos, round++)),
    });
    const header = ['Photos per second', 'engine alone', 'import', 'ratio'];
    const row = [
      `${services.vision.status().workers} child processes`,
      spread(rates.engine),
      spread(rates.import),
      ratio(rates.engine, rates.import),
    ];
    return {
      title: 'Import: photos per second',
      text: `${markdownTable(header, [row])}

JPEG 640x480, ${rounds} rounds of ${peoplePerRound} people with one photo each, into a SQLite database that grows meanwhile; the
face is kept of each photo in both cases. Two photos under way for each child process.`,
    };
  } finally {
    await services.close();
    await rm(folder, { recursive: true });
  }
}

async function layOut(folder: string, photos: readonly Buffer[], round: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let i = 0; i < peoplePerRound; i++) {
    await writeFile(join(folder, `R${round}_P${i}_20230101080000.jpg`), photos[i % photos.length]!);
  }
  return folder;
}

async function engineRate({ vision }: Container, folder: string): Promise<number> {
  const { claims } = await readPhotoFolder(folder);
  const waiting = [...claims];
  const startedMs = performance.now();
  const loop = async (): Promise<void> => {
    for (let claim = waiting.pop(); claim !== undefined; claim = waiting.pop())
      await vision.examine(readFileSync(join(folder, claim.photo)), { keep: 'crop' });
  };
  await Promise.all(Array.from({ length: 2 * vision.status().workers }, loop));
  return claims.length / ((performance.now() - startedMs) / 1000);
}

async function importRate({ photoImport }: Container, folder: string): Promise<number> {
  const source = await readPhotoFolder(folder);
  const startedMs = performance.now();
  const { enrolled } = await photoImport.run({ source, mode: 'write', disputes: 'hold' });
  if (enrolled !== peoplePerRound) throw new Error(`${enrolled} people came in instead of ${peoplePerRound}`);
  return peoplePerRound / ((performance.now() - startedMs) / 1000);
}

async function allReady({ vision }: Container): Promise<void> {
  await vision.ready();
  while (vision.status().workersReady < vision.status().workers)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

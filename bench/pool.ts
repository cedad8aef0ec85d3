/** What the engine gains by child processes: pictures per second with one and with two of them, always one waiting for each. */
import { loadConfig } from '../src/config/index.js';
import { createVisionEngine, type VisionEngine } from '../src/vision/index.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, vga } from './photos.js';
import { alternate, ratio, spread, timeMs } from './statistics.js';

const rounds = 7;
const picturesPerRound = 40;

export async function measurePool(): Promise<Section> {
  const photo = await deskPhoto(vga);
  const [one, two] = [startEngine(1), startEngine(2)];
  try {
    await allReady(one);
    await allReady(two);
    const rates = await alternate(rounds, { one: () => rate(one, photo), two: () => rate(two, photo) });
    const rows = [
      ['1', spread(rates.one), ''],
      ['2', spread(rates.two), ratio(rates.one, rates.two)],
    ];
    return {
      title: 'Pool: pictures per second',
      text: `${markdownTable(['Child processes', 'pictures/s', 'ratio'], rows)}

JPEG 640x480, ${rounds} rounds of ${picturesPerRound} pictures; twice as many under way as there are children.`,
    };
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
}

function startEngine(workers: number): VisionEngine {
  const { modelsDir, maxImagePixels: maxPixels, ...limits } = loadConfig({ env: {} }).vision;
  return createVisionEngine({ modelsDir, maxPixels, ...limits, workers });
}

async function allReady(engine: VisionEngine): Promise<void> {
  await engine.ready();
  while (engine.status().workersReady < engine.status().workers)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

async function rate(engine: VisionEngine, photo: Buffer): Promise<number> {
  let left = picturesPerRound;
  const oneByOne = async () => {
    while (left-- > 0) await engine.examine(photo);
  };
  const ms = await timeMs(() => Promise.all(Array.from({ length: 2 * engine.status().workers }, oneByOne)));
  return picturesPerRound / (ms / 1000);
}

/** Where one picture's time goes: the pipeline in this process, one picture at a time, warm. */
import type { ImageAppearance, StageTimings } from '../src/domain/face.js';
import { loadConfig } from '../src/config/index.js';
import { createExtractor } from '../src/vision/extract-features.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, distantPhoto, twelveMegapixels, uxga, vga } from './photos.js';
import { alternate, figureText, median, spread } from './statistics.js';

const rounds = 15;
const stages = ['decode', 'detect', 'landmarks', 'measure', 'align', 'embed', 'attack', 'keep'] as const;

export async function measurePipeline(): Promise<Section> {
  const { maxImagePixels: maxPixels, ...vision } = loadConfig({ env: {} }).vision;
  const extractor = await createExtractor({ ...vision, maxPixels });
  const pictures = {
    'JPEG 640x480': await deskPhoto(vga),
    'JPEG 1600x1200': await deskPhoto(uxga),
    'JPEG 4000x3000': await deskPhoto(twelveMegapixels),
    'PNG 640x480': await deskPhoto(vga, { format: 'png' }),
    'WebP 640x480': await deskPhoto(vga, { format: 'webp' }),
    'JPEG 4000x3000, face far away': await distantPhoto(twelveMegapixels, 40),
  };
  type Name = keyof typeof pictures;
  const names = Object.keys(pictures) as Name[];
  const examine = async (name: Name) =>
    oneFace(name, await extractor.examine(pictures[name], { keep: 'crop', attack: true }));

  const eyeDistances = new Map<Name, number>();
  for (const name of names) eyeDistances.set(name, (await examine(name)).faces[0]!.interEyeDistancePx);
  const contestants = Object.fromEntries(
    names.map((name) => [name, async () => (await examine(name)).timingsMs]),
  ) as Record<Name, () => Promise<StageTimings>>;
  const timings = await alternate(rounds, contestants);

  const rows = names.map((name) => [
    name,
    figureText(pictures[name].length / 1024),
    eyeDistances.get(name)!.toFixed(0),
    ...stages.map((stage) => figureText(median(timings[name].map((timing) => timing[stage])))),
    spread(timings[name].map(({ total, keep }) => total - keep)),
    spread(timings[name].map(({ total, attack }) => total - attack)),
  ]);
  return {
    title: 'Pipeline: one picture in one process',
    text: `${markdownTable(['Picture', 'KiB', 'Eyes, px', ...stages, 'to verify', 'to register'], rows)}

Milliseconds; ${rounds} rounds. "Eyes" is the distance between the centres of the eyes. Verifying keeps no photo, so its total
is without \`keep\`. Registering looks for no attack, so its total is without \`attack\`. A face that is small in its picture costs further looks at tiles, which is most of the last row's \`detect\`.`,
  };
}

function oneFace(name: string, measures: ImageAppearance): ImageAppearance {
  if (measures.faces.length !== 1) throw new Error(`${name}: ${measures.faces.length} faces instead of one`);
  return measures;
}

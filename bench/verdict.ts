/**
 * What the own gallery's statistics cost a verdict: search and decision by normalised scores against a fixed threshold on the
 * plain score, and both against the time that the photo's face takes.
 */
import { ClusteredFeatures } from '../test/contract/clustered-features.js';
import { loadConfig } from '../src/config/index.js';
import { operatingPoint } from '../src/domain/calibration.js';
import { decide, type DecisionPolicy } from '../src/domain/decision.js';
import type { Features } from '../src/domain/features.js';
import { dlibPrior, priorScoreAt } from '../src/domain/model-prior.js';
import { createExactGallery, type Gallery } from '../src/gallery/index.js';
import { comparedPeople } from '../src/services/gallery-follower.js';
import { createExtractor } from '../src/vision/extract-features.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, vga } from './photos.js';
import { alternate, median, spread, timeMs } from './statistics.js';

const sizes = [1000, 10_000, 100_000] as const;
const rounds = 15;
const probeCount = 16;
const targetFmr = 1e-4;

interface Probe {
  readonly subjectNo: number;
  readonly features: Features;
}

export async function measureVerdict(): Promise<Section> {
  const photo = await deskPhoto(vga);
  const { maxImagePixels: maxPixels, ...vision } = loadConfig({ env: {} }).vision;
  const extractor = await createExtractor({ ...vision, maxPixels });
  const random = new ClusteredFeatures(20_261_122);
  const people = Array.from({ length: sizes.at(-1)! }, () => random.person());
  const rows: string[][] = [];
  for (const size of sizes) {
    const gallery = createExactGallery();
    gallery.addAll(
      people.slice(0, size).map((features, at) => ({ templateNo: at + 1, subjectNo: at + 1, features })),
    );
    const probes = Array.from({ length: probeCount }, (_, at): Probe => {
      const index = Math.floor((at * size) / probeCount);
      return { subjectNo: index + 1, features: random.sampleOf(people[index]!) };
    });
    const perProbe = async (verdict: (probe: Probe) => void) =>
      (await timeMs(() => probes.forEach(verdict))) / probeCount;
    const figures = await alternate(rounds, {
      plain: () => perProbe((probe) => decidePlainly(gallery, probe)),
      normalised: () => perProbe((probe) => decideNormalised(gallery, probe)),
    });
    // Apart, since a photo empties the processor's caches for whichever of the two comes after it.
    const photos = await alternate(rounds, {
      photo: () => timeMs(() => extractor.examine(photo, { keep: 'none' })),
    });
    const [plain, normalised, face] = [figures.plain, figures.normalised, photos.photo].map(median);
    rows.push([
      size.toLocaleString('en'),
      spread(figures.plain),
      spread(figures.normalised),
      spread(photos.photo),
      `${(((normalised! - plain!) / (face! + plain!)) * 100).toFixed(2)} %`,
    ]);
  }
  const header = ['People', 'plain, ms', 'normalised, ms', 'photo to features, ms', 'verdict costs more by'];
  return {
    title: 'Verdict: normalised by the own gallery',
    text: `${markdownTable(header, rows)}

Search and decision of one claim, ${rounds} rounds of ${probeCount} claims. "Plain" asks for the two nearest people and holds a fixed
threshold against the raw score; "normalised" is what the service does. The claimed people's nearest strangers are known, as
they are from the second claim on; the first one costs another search. The photo is a JPEG 640x480.`,
  };
}

function decidePlainly(gallery: Gallery, { subjectNo, features }: Probe): boolean {
  const [nearest] = gallery.search(features, 2);
  const own = gallery.scoreOf(subjectNo, features);
  return own !== null && nearest?.subjectNo === subjectNo && own.score > plainThreshold;
}

const plainThreshold = priorScoreAt(dlibPrior, targetFmr);
const policy: DecisionPolicy = {
  ...operatingPoint(null, { people: 0, targetFmr, prior: dlibPrior }),
  margin: 0,
  marginOver: new Map(),
  prior: dlibPrior,
};

function decideNormalised(gallery: Gallery, { subjectNo, features }: Probe): void {
  const own = gallery.scoreOf(subjectNo, features)!;
  const referenceStrangers = gallery.strangersOf(own.templateNo, subjectNo);
  const likely = [own, ...referenceStrangers].map((candidate) => candidate.subjectNo);
  const nearest = gallery.search(features, comparedPeople, undefined, likely);
  const comparison = { own, nearest, referenceStrangers, people: gallery.subjectCount };
  decide({ claimed: { subjectNo, enrolled: true }, comparison, policy });
}

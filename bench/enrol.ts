/**
 * What a new enrolment costs in a gallery of 100,000 people: the template itself, and the nearest strangers of everybody to
 * whom the newcomer is near, kept up to date.
 */
import { ClusteredFeatures } from '../test/contract/clustered-features.js';
import { createExactGallery } from '../src/gallery/index.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { spread, timeMs } from './statistics.js';

const people = 100_000;
/** How many templates had their nearest strangers asked for: none, those that a calibration draws, and many more. */
const askedSteps = [0, 2000, 10_000] as const;
const rounds = 30;

export async function measureEnrol(): Promise<Section> {
  const random = new ClusteredFeatures(20_261_122);
  const gallery = createExactGallery();
  const templateOf = (no: number) => ({ templateNo: no, subjectNo: no, features: random.person() });
  gallery.addAll(Array.from({ length: people }, (_, at) => templateOf(at + 1)));
  let asked = 0;
  const rows: string[][] = [];
  for (const step of askedSteps) {
    for (; asked < step; asked++) gallery.strangersOf(asked + 1, asked + 1);
    const figures = { enrol: [] as number[], replace: [] as number[], erase: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const no = people + 1 + round;
      const [template, other] = [templateOf(no), templateOf(no)];
      const enrol = await timeMs(() => gallery.putSubject(no, [template]));
      const replace = await timeMs(() => gallery.putSubject(no, [other]));
      const erase = await timeMs(() => gallery.putSubject(no, []));
      // The first round warms up.
      if (round === 0) continue;
      figures.enrol.push(enrol);
      figures.replace.push(replace);
      figures.erase.push(erase);
    }
    const { enrol, replace, erase } = figures;
    rows.push([step.toLocaleString('en'), spread(enrol), spread(replace), spread(erase)]);
  }
  return {
    title: 'Enrolment: one more among 100,000',
    text: `${markdownTable(['Strangers known of', 'enrol, ms', 'another photo, ms', 'erase, ms'], rows)}

Updating the gallery when one person is enrolled, gets another photo, or is erased; ${rounds} rounds. The first column is how many
of the ${people.toLocaleString('en')} people have had their nearest strangers asked for, by a verdict or a calibration: those lists are kept up to date.`,
  };
}

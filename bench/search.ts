/**
 * Who is this most like? The gallery against a plain JavaScript loop over the same templates, whose answers have to be equal;
 * and the memory that a template takes.
 */
import { ClusteredFeatures } from '../test/contract/clustered-features.js';
import { featureLength, type Features } from '../src/domain/features.js';
import { createExactGallery, type Candidate, type Gallery } from '../src/gallery/index.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { alternate, figureText, ratio, spread, timeMs } from './statistics.js';

const sizes = [1000, 10_000, 100_000, 1_000_000] as const;
/** What verifying asks for, and what a comparison with nearest strangers does. */
const limits = [2, 60] as const;
const rounds = 7;
const probeCount = 16;
/** Of the probes; a plain search of a million is slow. */
const checkedProbes = 2;
/** Templates that one figure looks at, so that a small gallery is searched often enough to be timed. */
const templatesPerFigure = 200_000;

export async function measureSearch(): Promise<Section> {
  const people = enrolledPeople(sizes.at(-1)!);
  const probes = probesOf(people);
  const gallery = createExactGallery();
  let heldBytes = 0;
  const rows: string[][] = [];
  for (const size of sizes) {
    const bytesBefore = residentBytes();
    gallery.addAll(templatesFrom(people, gallery.templateCount, size));
    heldBytes += residentBytes() - bytesBefore;
    for (const limit of limits) {
      const figures = await compareSearches({ gallery, people, probes, size, limit });
      rows.push([
        size.toLocaleString('en'),
        String(limit),
        spread(figures.gallery),
        spread(figures.plain),
        ratio(figures.gallery, figures.plain),
        // In a small gallery the memory is that of the chunks that are not full yet.
        size < 100_000 ? '' : figureText(heldBytes / size),
      ]);
    }
  }
  const header = ['Templates', 'limit', 'gallery, ms', 'plain loop, ms', 'ratio', 'bytes/template'];
  return {
    title: 'Search: one probe against everyone',
    text: `${markdownTable(header, rows)}

One template a subject, random but as far apart as people's are; ${probeCount} probes in turn, each another sample of somebody
enrolled; ${rounds} rounds. The plain loop compares the probe with each row of one Float32Array and keeps the best. Before the
rounds, both answered ${checkedProbes} probes with the same subjects and the same scores. Bytes are what resident memory grew by.`,
  };
}

/** Row n is the template of subject n. */
function enrolledPeople(count: number): Float32Array {
  const random = new ClusteredFeatures(20_261_122);
  const rows = new Float32Array(count * featureLength);
  for (let row = 0; row < count; row++) rows.set(random.person(), row * featureLength);
  return rows;
}

/** Of people who are in the smallest gallery already. */
function probesOf(people: Float32Array): Features[] {
  const random = new ClusteredFeatures(7);
  const step = Math.floor(sizes[0] / probeCount);
  return Array.from({ length: probeCount }, (_, i) => random.sampleOf(rowOf(people, i * step)));
}

function rowOf(people: Float32Array, row: number): Features {
  return people.subarray(row * featureLength, (row + 1) * featureLength) as Features;
}

function* templatesFrom(people: Float32Array, first: number, end: number) {
  for (let no = first; no < end; no++) yield { templateNo: no, subjectNo: no, features: rowOf(people, no) };
}

interface Comparison {
  readonly gallery: Gallery;
  readonly people: Float32Array;
  readonly probes: readonly Features[];
  readonly size: number;
  readonly limit: number;
}

async function compareSearches({ gallery, people, probes, size, limit }: Comparison) {
  for (const probe of probes.slice(0, checkedProbes))
    requireEqual(
      gallery.search(probe, limit),
      plainSearch(people.subarray(0, size * featureLength), probe, limit),
    );
  const searches = Math.max(1, Math.round(templatesPerFigure / size));
  let next = 0;
  const perSearch = async (search: (probe: Features) => Candidate[]) => {
    const first = next;
    next += searches;
    const ms = await timeMs(() => {
      for (let i = 0; i < searches; i++) search(probes[(first + i) % probes.length]!);
    });
    return ms / searches;
  };
  const rows = people.subarray(0, size * featureLength);
  return alternate(rounds, {
    gallery: () => perSearch((probe) => gallery.search(probe, limit)),
    plain: () => perSearch((probe) => plainSearch(rows, probe, limit)),
  });
}

function requireEqual(found: readonly Candidate[], expected: readonly Candidate[]): void {
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error('the gallery and the plain loop disagree, so there is nothing to compare');
}

/** As one would write it without a second thought about speed, and without any waste. */
function plainSearch(rows: Float32Array, probe: Features, limit: number): Candidate[] {
  const best: { row: number; squared: number }[] = [];
  let reach = Number.POSITIVE_INFINITY;
  for (let row = 0, at = 0; at < rows.length; row++, at += featureLength) {
    let squared = 0;
    for (let i = 0; i < featureLength; i++) {
      const difference = probe[i]! - rows[at + i]!;
      squared += difference * difference;
    }
    if (squared >= reach) continue;
    if (best.length === limit) best.pop();
    const place = best.findIndex((other) => squared < other.squared);
    best.splice(place < 0 ? best.length : place, 0, { row, squared });
    if (best.length === limit) reach = best[limit - 1]!.squared;
  }
  return best.map(({ row, squared }) => ({ subjectNo: row, templateNo: row, score: -Math.sqrt(squared) }));
}

function residentBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

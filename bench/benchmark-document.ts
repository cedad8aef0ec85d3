/**
 * docs/benchmarks.md as a set of sections that are measured apart. All of them are figures of one machine: on another one a
 * document is only ever replaced whole.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/config/index.js';
import { machineTable } from './machine.js';
import { partNames, type PartName, type Section } from './parts.js';

const path = join(packageRoot, 'docs', 'benchmarks.md');

const introduction = `# Benchmarks

<!-- Written by \`npm run bench\`; edit the file of the part in bench/ instead. -->

Figures are medians, with the smallest and the largest in brackets. What is compared side by side ran in alternating rounds of
one process or one server, so compare the ratios; the milliseconds are this machine's. Photos are cut at run time from demo
pictures of the installed packages, with a camera's noise laid over them. Nothing here passes or fails.

\`npm run bench\` measures everything, \`npm run bench -- search http\` only those parts (${partNames.join(', ')}).`;

export interface BenchmarkDocument {
  replace(part: PartName, section: Section): void;
  /** Writes the document where that is right; a sentence that says what was done. */
  save(): string;
}

/** @param selected the parts that will be measured. */
export function openDocument(selected: readonly PartName[]): BenchmarkDocument {
  const machine = machineTable();
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const isOtherMachine = written !== '' && !written.includes(machine);
  const isWhole = selected.length === partNames.length;
  const texts = new Map<PartName, string>();
  if (!isOtherMachine) for (const name of partNames) keep(name);

  function keep(name: PartName): void {
    const [start, end] = [written.indexOf(startOf(name)), written.indexOf(endOf(name))];
    if (start >= 0 && end > start) texts.set(name, written.slice(start, end + endOf(name).length));
  }

  return {
    replace: (name, { title, text }) => {
      texts.set(name, `${startOf(name)}\n\n## ${title}\n\n${text}\n\n${endOf(name)}`);
    },
    save: () => {
      if (isOtherMachine && !isWhole)
        return 'docs/benchmarks.md is of another machine and stays as it is; a run of all parts replaces it.';
      const sections = partNames.flatMap((name) => texts.get(name) ?? []);
      writeFileSync(path, `${[introduction, machine, ...sections].join('\n\n')}\n`);
      return 'Written to docs/benchmarks.md.';
    },
  };
}

const startOf = (name: PartName) => `<!-- part: ${name} -->`;
const endOf = (name: PartName) => `<!-- end: ${name} -->`;

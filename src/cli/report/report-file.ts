/** Writes an evaluation's page. It shows photos of people, so that only its owner may read it and nobody sees half of it. */
import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VisionEngine } from '../vision-tools.js';
import type { Evaluation } from '../../services/evaluation.js';
import { cropPictures } from '../../services/picture-crops.js';
import { UsageError } from '../usage-error.js';
import { reportPage } from './report-page.js';

export interface ReportFile {
  readonly write: (
    vision: VisionEngine,
    evaluation: Evaluation & { readonly imagesFolder: string },
  ) => Promise<void>;
}

/** @throws UsageError where the file's folder does not exist: better now than after an hour's work. */
export async function reportFile(file: string): Promise<ReportFile> {
  const folder = await stat(path.dirname(file)).catch(() => null);
  if (folder?.isDirectory() !== true) throw new UsageError(`There is no folder ${path.dirname(file)}.`);
  return {
    write: async (vision, { report, findings, imagesFolder }) => {
      const found = findings();
      const { worstMated, bestNonMated } = found.normalised ?? found.raw;
      const shown = [...worstMated, ...bestNonMated].flatMap(({ a, b }) => [a, b]);
      const crops = await cropPictures(vision, imagesFolder, shown);
      await writePrivately(file, reportPage({ report, findings: found, crops, madeOn: new Date() }));
    },
  };
}

async function writePrivately(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

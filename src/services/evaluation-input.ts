/**
 * What an evaluation is asked to read, checked before the first picture is opened: the pairs file, and that each picture
 * it names lies in the folder of pictures.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CsvError } from '../domain/accuracy/parse-csv.js';
import { type ListedPair, parsePairsFile } from '../domain/accuracy/pairs-file.js';

/** The pairs file or the pictures are not as they must be; the message is one sentence for the person who gave them. */
export class EvaluationInputError extends Error {
  override readonly name = 'EvaluationInputError';
}

export interface EvaluationInput {
  /** Paths in normal form, relative to the folder of pictures. */
  readonly pairs: readonly ListedPair[];
  /** Every picture that the pairs name, once, in the order of the file. */
  readonly pictures: readonly string[];
}

/**
 * Reads the pairs file and looks for the pictures.
 * @throws EvaluationInputError where a file is missing or malformed, or a path leads out of the folder.
 */
export async function readEvaluationInput(imagesFolder: string, pairsFile: string): Promise<EvaluationInput> {
  const pairs = (await readPairs(pairsFile)).map((pair) => ({
    ...pair,
    a: withinFolder(pair.a),
    b: withinFolder(pair.b),
  }));
  const pictures = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  await refuseMissing(imagesFolder, pictures);
  return { pairs, pictures };
}

async function readPairs(pairsFile: string): Promise<ListedPair[]> {
  let text: string;
  try {
    text = await readFile(pairsFile, 'utf8');
  } catch (cause) {
    throw new EvaluationInputError(`The pairs file ${pairsFile} cannot be read.`, { cause });
  }
  try {
    return parsePairsFile(text);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new EvaluationInputError(`${pairsFile}, line ${cause.line}: ${cause.problem}.`, { cause });
  }
}

function withinFolder(picture: string): string {
  const normal = path.posix.normalize(picture);
  const leadsOut = normal === '..' || normal.startsWith('../') || path.isAbsolute(normal);
  if (leadsOut || normal.includes('\0')) {
    throw new EvaluationInputError(`The pairs file names a path outside the folder of pictures: ${picture}`);
  }
  return normal;
}

async function refuseMissing(imagesFolder: string, pictures: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const picture of pictures) {
    const found = await stat(path.join(imagesFolder, picture)).catch(() => null);
    if (found?.isFile() !== true) missing.push(picture);
  }
  if (missing.length === 0) return;
  const more = missing.length > 5 ? `, and ${missing.length - 5} more` : '';
  throw new EvaluationInputError(
    `${missing.length} of ${pictures.length} pictures are not in ${imagesFolder}: ${missing.slice(0, 5).join(', ')}${more}`,
  );
}

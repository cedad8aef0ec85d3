/** Whether the parts that the service is made of are there and start: the nets, and the database with its library. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/index.js';
import { failureOf } from '../failure.js';
import type { ModelListing } from '../../container.js';
import type { Check } from './check.js';

export function checkModels(listings: readonly ModelListing[]): Check {
  const name = 'Models';
  const faults = listings.filter(({ state }) => state !== 'ready');
  if (faults.length === 0) {
    return { name, state: 'ok', finding: `${listings.length} compiled, all digests as they should be` };
  }
  return {
    name,
    state: 'warn',
    finding: faults.map((fault) => `${fault.name} is ${fault.state}`).join(', '),
    remedy: 'Run "facedesk models compile", or leave it to the first start, which then takes longer.',
  };
}

/** Opens the database of these settings, and says what it is. */
type OpenDatabase = (config: Config) => Promise<string>;

/** A database that is not there yet is not made either: an empty one elsewhere shows that the library works. */
export async function checkDatabase(config: Config, open: OpenDatabase): Promise<Check> {
  const name = 'Database';
  try {
    const file = /^sqlite:(.*)$/is.exec(config.store.databaseUrl)?.[1];
    if (file === undefined || existsSync(file)) return { name, state: 'ok', finding: await open(config) };
    const engine = await openElsewhere(config, open);
    return { name, state: 'ok', finding: `${engine}; ${file} will be made at the first start` };
  } catch (error) {
    const { sentence } = failureOf(error);
    const remedy =
      'See that the database runs, that FACEDESK_DATABASE_URL names it, and that this user may use it.';
    return { name, state: 'fail', finding: sentence, remedy };
  }
}

async function openElsewhere(config: Config, open: OpenDatabase): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-doctor-'));
  try {
    return await open({
      ...config,
      store: { dataDir: folder, databaseUrl: `sqlite:${join(folder, 'empty.sqlite')}` },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the parts that the service is made of are there and start: the nets, and the database with its library. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/index.js';
import { failureOf } from '../failure.js';
import { databaseFaults, embeddedFile, type ModelListing, type PackListing } from '../../container.js';
import { type ChosenNets, netChoices } from '../models/net-choices.js';
import type { Encryption } from '../../services/encryption.js';
import type { Check } from './check.js';

type RecordCounts = Awaited<ReturnType<Encryption['inspect']>>;

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

/** The packs that the settings choose; nothing to check where they choose the built-in nets, which checkModels looks at. */
export function checkModelPacks(chosen: ChosenNets, packs: readonly PackListing[]): Check[] {
  return netChoices(chosen)
    .filter(({ pack, builtIn }) => pack !== builtIn)
    .map(({ pack, builtIn, setting, kind }) => {
      const name = 'Model pack';
      const state = packs.find((listed) => listed.name === pack && listed.kind === kind)?.state;
      if (state === 'installed')
        return { name, state: 'ok', finding: `${pack} is installed, its digest as it should be` };
      const finding = `${setting} names ${pack}, which is ${state === 'damaged' ? 'damaged' : 'not installed'}`;
      const remedy = `Run "facedesk models install ${pack}", or choose the built-in net with ${setting}=${builtIn}.`;
      return { name, state: 'fail', finding, remedy };
    });
}

export interface DatabaseFindings {
  /** "SQLite 3.53.0" */
  readonly engine: string;
  readonly records: RecordCounts;
  /** Whether there is a key that callers could present. */
  readonly keysExist: boolean;
}

/** Opens the database of these settings, and says what it is and what is in it. */
type OpenDatabase = (config: Config) => Promise<DatabaseFindings>;

export interface DatabaseChecks {
  readonly checks: readonly Check[];
  /** Null where the database could not be asked. */
  readonly keysExist: boolean | null;
}

/** Whether an embedded database is what SQLite wrote, from its first page to its last; null for a server, and where there is none yet. */
export function checkDatabaseFile({ store: { databaseUrl } }: Config): Check | null {
  const name = 'Database file';
  const file = embeddedFile(databaseUrl);
  if (file === null || !existsSync(file)) return null;
  try {
    const faults = databaseFaults(databaseUrl);
    if (faults.length === 0) return { name, state: 'ok', finding: 'sound' };
    const finding = `${file} is damaged: ${faults[0]}${faults.length > 1 ? `, and ${faults.length - 1} more` : ''}`;
    const remedy =
      'Stop the service, keep a copy of the data folder, and go back to the newest sound backup: facedesk restore <folder> ' +
      '--replace. Without a backup see "A damaged database" in docs/operations.md.';
    return { name, state: 'fail', finding, remedy };
  } catch (error) {
    return { name, state: 'fail', finding: `${file} cannot be read (${String(error)})`, remedy: readRemedy };
  }
}

const readRemedy = 'See that the disk is there, and that this user may read and write the data folder.';

/** A database that is not there yet is not made either: an empty one elsewhere shows that the library works. */
export async function checkDatabase(config: Config, open: OpenDatabase): Promise<DatabaseChecks> {
  const name = 'Database';
  try {
    const file = /^sqlite:(.*)$/is.exec(config.store.databaseUrl)?.[1];
    if (file === undefined || existsSync(file)) {
      const { engine, records, keysExist } = await open(config);
      return { checks: [{ name, state: 'ok', finding: engine }, checkRecords(records)], keysExist };
    }
    const { engine, keysExist } = await openElsewhere(config, open);
    const finding = `${engine}; ${file} will be made at the first start`;
    return { checks: [{ name, state: 'ok', finding }], keysExist };
  } catch (error) {
    const { sentence } = failureOf(error);
    const remedy =
      'See that the database runs, that FACEDESK_DATABASE_URL names it, that this user may use it, and that its key is there.';
    return { checks: [{ name, state: 'fail', finding: sentence, remedy }], keysExist: null };
  }
}

function checkRecords({ templates, photos, probes, damaged, damagedSubjectNos }: RecordCounts): Check {
  const name = 'Sealed records';
  const visits = probes === 0 ? '' : ` and ${probes} faces of visits`;
  const total = `${templates} templates and ${photos} photos${visits}`;
  if (damaged === 0) return { name, state: 'ok', finding: `${total}, every one opens with the key` };
  return {
    name,
    state: 'fail',
    finding: `${damaged} of ${total} are damaged, of the subjects ${damagedSubjectNos.join(', ')}`,
    remedy: 'Go back to a sound copy of the database, or delete these people and register them again.',
  };
}

/** With a key of its own, that goes with the folder. */
async function openElsewhere(config: Config, open: OpenDatabase): Promise<DatabaseFindings> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-doctor-'));
  try {
    return await open({
      ...config,
      store: { dataDir: folder, databaseUrl: `sqlite:${join(folder, 'empty.sqlite')}`, migrate: 'auto' },
      encryption: { keyFile: join(folder, 'empty.key') },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

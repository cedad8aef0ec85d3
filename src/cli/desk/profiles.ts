/** Services elsewhere, by the names that `--profile` takes: address and key, in a file that only its owner may read. */
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../usage-error.js';

export interface Profile {
  /** http://…, https://…, or unix:<path> for a service of this machine. */
  readonly url: string;
  /** A certificate in PEM that is trusted in place of what the machine trusts; for https. */
  readonly caFile?: string;
  /** Absent for a service that asks for none. */
  readonly key?: string;
}

type Profiles = Readonly<Record<string, Profile>>;

/** In the home folder, so that each user of a machine has their own. */
export const profilesFile = (): string => join(homedir(), '.config', 'facedesk', 'profiles.json');

/** @throws UsageError where there is none of this name, or the file cannot be trusted */
export async function findProfile(name: string): Promise<Profile> {
  const profiles = await listProfiles();
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const known = Object.keys(profiles);
  const hint = known.length === 0 ? 'Add it with "facedesk profile add".' : `There are: ${known.join(', ')}.`;
  throw new UsageError(`There is no profile called ${name}. ${hint}`);
}

/** @throws UsageError where others may read the file, or it is damaged */
export async function listProfiles(): Promise<Profiles> {
  const file = profilesFile();
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    throw new UsageError(`${file} cannot be read (${cause.code}).`, { cause });
  });
  if (text !== '{}' && process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0)
    throw new UsageError(`Others may read ${file}, and it holds keys. Run: chmod 600 ${file}`);
  try {
    return JSON.parse(text) as Profiles;
  } catch (cause) {
    throw new UsageError(`${file} is damaged. Repair or delete it.`, { cause });
  }
}

export async function saveProfile(name: string, profile: Profile): Promise<void> {
  await write({ ...(await listProfiles()), [name]: profile });
}

/** @throws UsageError where there is none of this name */
export async function removeProfile(name: string): Promise<void> {
  await findProfile(name);
  const others = Object.entries(await listProfiles()).filter(([other]) => other !== name);
  await write(Object.fromEntries(others));
}

/** Beside it first, so that a file that is there is always a whole one. */
async function write(profiles: Profiles): Promise<void> {
  const file = profilesFile();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

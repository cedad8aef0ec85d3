/**
 * Builds and packs facedesk as another machine would: in a folder of another name and depth, in another time zone and language,
 * under another umask. The packages are shared, since they are pinned; what they make of the sources is what is compared.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The folder of an npm workspace, which each build has for itself. */
const workspace = { name: 'facedesk-client', folder: 'client' };

export interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
}

/** Two that differ in all that has crept into builds elsewhere. */
export function twoPlaces(scratch: string): readonly [Place, Place] {
  return [
    { folder: join(scratch, 'a'), env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'C' }, umask: 0o022 },
    {
      folder: join(scratch, 'another/folder/with a blank'),
      env: { TZ: 'America/Adak', LC_ALL: 'de_DE.UTF-8' },
      umask: 0o077,
    },
  ];
}

/** SHA-256 of each file that was made, by its path in the repository or the name of its archive. */
export type Digests = Readonly<Record<string, string>>;

/** The paths whose bytes differ, or which only one of the two has. */
export function differences(one: Digests, other: Digests): string[] {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].filter((path) => one[path] !== other[path]).sort();
}

/**
 * Copies the sources to a folder that is not there yet, builds them, and packs what was built.
 * @throws Error with the output of the step that failed.
 */
export async function buildCopy(root: string, { folder, env, umask }: Place): Promise<Digests> {
  const before = process.umask(umask);
  try {
    await copySources(root, folder);
    await linkPackages(root, folder);
    await run(process.execPath, ['scripts/build.js'], folder, env);
    return await packedDigests(folder, `${folder}-archives`);
  } finally {
    process.umask(before);
  }
}

/**
 * Of what is built in a folder, and of the archives that npm packs of it.
 * @param archives where to put them.
 */
export async function packedDigests(folder: string, archives: string): Promise<Digests> {
  await mkdir(archives, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--offline', '--pack-destination', archives];
  await run('npm', pack, folder, {});
  await run('npm', [...pack, '--workspace', workspace.folder], folder, {});
  return {
    ...(await digests(folder, 'dist')),
    ...(await digests(folder, join(workspace.folder, 'dist'))),
    ...(await digests(archives, '.')),
  };
}

/** All that git has or would take, as it lies in the folder now. */
async function copySources(root: string, folder: string): Promise<void> {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], root, {});
  for (const path of listed.split('\0').filter(Boolean)) {
    const there = await lstat(join(root, path)).catch(() => undefined);
    if (there !== undefined) await cp(join(root, path), join(folder, path));
  }
}

async function linkPackages(root: string, folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(root, 'node_modules'))) {
    const target =
      name === workspace.name ? join(folder, workspace.folder) : join(root, 'node_modules', name);
    await symlink(target, join(folder, 'node_modules', name));
  }
}

async function digests(base: string, below: string): Promise<Digests> {
  const entries = await readdir(join(base, below), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = files.map(async (file) => {
    const digest = createHash('sha256').update(await readFile(file));
    return [relative(base, file), digest.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    const all: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk) && all.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => all.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else
        reject(
          new Error(`${program} ${args.join(' ')} ended with ${code}:\n${Buffer.concat(all).toString()}`),
        );
    });
  });
}

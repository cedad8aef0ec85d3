/** `people`, `events` and the completion of the shell, on this machine's own data. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { createContainer } from '../../src/container.js';
import { completionScript } from '../../src/cli/completion.js';
import { createProgram } from '../../src/cli/program.js';
import { facedesk } from './facedesk-command.js';

let dataDir: string;

async function answer(...args: string[]) {
  const { exitCode, stdout } = await facedesk(...args, '--json', '--data-dir', dataDir);
  return { exitCode, document: JSON.parse(stdout) as unknown };
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'facedesk-people-'));
  const config = loadConfig({ env: { FACEDESK_DATA_DIR: dataDir, FACEDESK_LOG_LEVEL: 'silent' } });
  const container = await createContainer(config);
  for (const id of ['B21', 'B22', 'C1']) await container.directory.register(id, {});
  await container.close();
});

afterAll(() => rm(dataDir, { recursive: true }));

describe('people and events', { timeout: 120_000 }, () => {
  it('are found by id, metadata and number, and changed', async () => {
    expect(await answer('people', 'metadata', 'B22', 'department=chemistry', 'year=3')).toMatchObject({
      exitCode: 0,
      document: { metadata: { department: 'chemistry', year: 3 } },
    });
    expect(await answer('people', 'metadata', 'B22', 'department=null')).toMatchObject({
      document: { metadata: { year: 3 } },
    });
    expect(await answer('people', 'list', '--prefix', 'b2')).toMatchObject({
      document: { people: [{ id: 'B21', state: 'awaitingPhoto' }, { id: 'B22' }] },
    });
    expect(await answer('people', 'search', '--metadata', 'year:3')).toMatchObject({
      document: { people: [{ id: 'B22' }] },
    });
    expect(await answer('people', 'show', 'nobody')).toMatchObject({ exitCode: 1 });
    expect(await answer('people', 'delete', 'C1')).toMatchObject({ exitCode: 0 });
  });

  it('are told newest first', async () => {
    const { document } = await answer('events', 'list', '--limit', '2');
    expect(document).toMatchObject({ events: [{ kind: 'subject.deleted' }, { kind: 'subject.updated' }] });
    expect(await answer('events', 'list', '--subject', 'B21')).toMatchObject({
      document: { events: [{ kind: 'subject.registered', subject: 'B21' }] },
    });
  });
});

describe('the completion for bash', () => {
  /** What bash would offer behind these words. */
  async function offered(...words: string[]): Promise<string[]> {
    const script = `${completionScript(createProgram(), 'bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _facedesk; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', 'facedesk', ...words]);
    return stdout.trim().split('\n');
  }

  it('offers commands, what they consist of, their options and those of every command', async () => {
    expect(await offered('peo')).toEqual(['people']);
    expect(await offered('keys', '')).toEqual(expect.arrayContaining(['create', 'list', 'rotate', 'revoke']));
    expect(await offered('--json', 'keys', 'create', '--ro')).toEqual(['--role']);
    expect(await offered('verify', '--pro')).toEqual(['--profile']);
    expect(await offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
  });

  it('knows every command', () => {
    const program = createProgram();
    for (const shell of ['bash', 'zsh', 'fish'] as const) {
      const script = completionScript(program, shell);
      for (const command of program.commands) expect(script).toContain(`'${command.name()}'`);
    }
  });
});

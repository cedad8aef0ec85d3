import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'facedesk-reporter-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write(
    'vitest.config.ts',
    `import { ClosingLineReporter } from ${JSON.stringify(join(root, 'test/closing-line-reporter.ts'))};
     export default { test: { reporters: ['default', new ClosingLineReporter()] } };`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), `import { beforeAll, describe, expect, it } from 'vitest';\n${text}`);
}

function run(): Promise<{ exitCode: number; lastLine: string | undefined }> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [vitest, 'run'], { cwd: folder }, (_, stdout) => {
      resolve({ exitCode: child.exitCode ?? -1, lastLine: stdout.trimEnd().split('\n').at(-1) });
    });
  });
}

describe('the last line of a run', () => {
  it('counts tests that passed', async () => {
    write('a.test.ts', `it('one', () => {}); it('two', () => {});`);
    expect(await run()).toEqual({ exitCode: 0, lastLine: '2 passed, 0 failed' });
  });

  it('counts tests that failed and tests that were skipped', async () => {
    write(
      'a.test.ts',
      `it('one', () => {}); it('two', () => expect(1).toBe(2)); it.skip('three', () => {});`,
    );
    expect(await run()).toEqual({ exitCode: 1, lastLine: '1 passed, 1 failed, 1 skipped' });
  });

  it('counts a file that cannot be loaded as a failure', async () => {
    write('a.test.ts', `it('one', () => {});`);
    write('b.test.ts', `throw new Error('not loaded');`);
    expect(await run()).toEqual({ exitCode: 1, lastLine: '1 passed, 1 failed' });
  });

  it('counts a hook that failed as a failure', async () => {
    write(
      'a.test.ts',
      `describe('group', () => { beforeAll(() => { throw new Error('hook'); }); it('one', () => {}); });`,
    );
    expect(await run()).toEqual({ exitCode: 1, lastLine: '0 passed, 1 failed, 1 skipped' });
  });

  it('counts an error that no test caught as a failure', async () => {
    write(
      'a.test.ts',
      `it('one', () => { setTimeout(() => { throw new Error('late'); }, 0); });
      it('two', () => new Promise((done) => setTimeout(done, 50)));`,
    );
    expect(await run()).toEqual({ exitCode: 1, lastLine: '2 passed, 1 failed' });
  });

  it('is a failure where no test was found', async () => {
    expect(await run()).toEqual({ exitCode: 1, lastLine: '0 passed, 1 failed' });
  });
});

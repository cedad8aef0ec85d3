import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeySource, EncryptionKeyError, makeKeyText, type KeySource } from './index.js';

const parent = mkdtempSync(join(tmpdir(), 'facedesk-keys-'));
afterAll(() => rmSync(parent, { recursive: true }));
const newPath = (): string => join(mkdtempSync(join(parent, 'desk-')), 'data', 'facedesk.key');
const ids = async (source: KeySource) => (await source.read()).map(({ id }) => id);
const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EncryptionKeyError);
  return (error as EncryptionKeyError).message;
};

describe('a key in a setting', () => {
  const hex = 'a1'.repeat(32);
  const fromSetting = (key: string): KeySource => createKeySource({ key, keyFile: newPath() });

  it('is the same as base64, as base64url and as hexadecimal digits', async () => {
    const forms = [
      hex,
      hex.toUpperCase(),
      Buffer.from(hex, 'hex').toString('base64'),
      Buffer.from(hex, 'hex').toString('base64url'),
    ];
    const found = await Promise.all(forms.map((form) => ids(fromSetting(form))));
    expect(new Set(found.flat()).size).toBe(1);
  });

  it('can be two, the new one first', async () => {
    const other = makeKeyText();
    const [first, second] = await ids(fromSetting(`${hex},${other}`));
    expect([first, second]).toEqual([...(await ids(fromSetting(hex))), ...(await ids(fromSetting(other)))]);
  });

  it.each(['', 'short', 'ab'.repeat(31), `${hex}ab`, `${hex} ${hex} ${hex}`])(
    'is refused where it is %j, without being repeated',
    async (key) => {
      const sentence = await refusalOf(fromSetting(key).read());
      expect(sentence).toContain('FACEDESK_ENCRYPTION_KEY');
      if (key !== '') expect(sentence).not.toContain(key);
    },
  );

  it('is only changed by who set it', async () => {
    expect(await refusalOf(fromSetting(hex).beginRotation())).toContain('both keys');
    const both = fromSetting(`${makeKeyText()},${hex}`);
    await both.beginRotation();
    expect(await both.endRotation((await ids(both))[0]!)).toEqual({ oldKeyLeft: true });
  });
});

describe('a key file', () => {
  it('is made once by many at the same time, for its owner alone, and told of once', async () => {
    const path = newPath();
    const made: string[] = [];
    const sources = Array.from({ length: 20 }, () =>
      createKeySource({ keyFile: path, onKeyFileMade: (at) => made.push(at) }),
    );
    await Promise.all(sources.map((source) => source.makeFirst()));
    expect(made).toEqual([path]);
    expect(new Set((await Promise.all(sources.map(ids))).flat()).size).toBe(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['facedesk.key']);
  });

  it('that is there stays as it is', async () => {
    const path = newPath();
    const source = createKeySource({ keyFile: path });
    expect(await ids(source)).toEqual([]);
    await source.makeFirst();
    const before = readFileSync(path, 'utf8');
    await source.makeFirst();
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('gives way to a new key in two steps, and has both in between', async () => {
    const path = newPath();
    const source = createKeySource({ keyFile: path });
    await source.makeFirst();
    const [old] = await ids(source);
    await Promise.all([source.beginRotation(), source.beginRotation()]);
    await source.beginRotation();
    const [next, present, ...more] = await ids(source);
    expect([present, more]).toEqual([old, []]);
    expect(statSync(`${path}.new`).mode & 0o777).toBe(0o600);
    expect(await source.endRotation(old!)).toEqual({ oldKeyLeft: true });
    expect(await source.endRotation(next!)).toEqual({ oldKeyLeft: false });
    expect(await source.endRotation(next!)).toEqual({ oldKeyLeft: false });
    expect(await ids(source)).toEqual([next]);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('that holds no key is refused without being repeated, and never replaced', async () => {
    const path = join(mkdtempSync(join(parent, 'desk-')), 'facedesk.key');
    writeFileSync(path, 'canary');
    const source = createKeySource({ keyFile: path });
    await source.makeFirst();
    const sentence = await refusalOf(source.read());
    expect(sentence).toContain(path);
    expect(sentence).not.toContain('canary');
    expect(readFileSync(path, 'utf8')).toBe('canary');
  });

  it('that is a folder, or cannot be made, is refused with the reason', async () => {
    expect(await refusalOf(createKeySource({ keyFile: parent }).read())).toContain('EISDIR');
    const file = join(parent, 'a file');
    writeFileSync(file, '');
    expect(await refusalOf(createKeySource({ keyFile: join(file, 'key') }).makeFirst())).toContain(file);
  });
});

describe('a key command', () => {
  const commandOf = (script: string): KeySource => {
    const path = join(mkdtempSync(join(parent, 'command-')), 'get key');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o700);
    return createKeySource({ keyFile: newPath(), keyCommand: JSON.stringify([path, '$HOME', 'two words']) });
  };

  it('says the key on its standard output', async () => {
    const key = makeKeyText();
    expect(await ids(commandOf(`echo ${key}`))).toEqual(await ids(createKeySource({ key, keyFile: '' })));
    const echo = createKeySource({ keyFile: '', keyCommand: `echo ${key}` });
    expect(await ids(echo)).toEqual(await ids(createKeySource({ key, keyFile: '' })));
  });

  it('gets its words as they are, without a shell', async () => {
    const key = makeKeyText();
    const script = `[ "$1" = '$HOME' ] && [ "$2" = 'two words' ] && echo ${key}`;
    expect(await ids(commandOf(script))).toHaveLength(1);
  });

  it('that fails, whatever it wrote, ends in a sentence without it', async () => {
    const sentence = await refusalOf(commandOf(`echo ${'ab'.repeat(32)}; exit 3`).read());
    expect(sentence).toContain('exit code 3');
    expect(sentence).not.toContain('abab');
  });

  it.each([
    ['/no/such/program', 'ENOENT'],
    ['["/no/such', 'JSON array'],
    ['[]', 'JSON array'],
    ['echo canary', 'There is no encryption key'],
  ])('%j is refused', async (keyCommand, reason) => {
    const sentence = await refusalOf(createKeySource({ keyFile: '', keyCommand }).read());
    expect(sentence).toContain(reason);
    expect(sentence).toContain('FACEDESK_ENCRYPTION_KEY_COMMAND');
    expect(sentence).not.toContain('canary');
  });
});

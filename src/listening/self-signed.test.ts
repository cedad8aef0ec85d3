import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { selfSigned } from './self-signed.js';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'facedesk-tls-')), 'tls');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const names = ['localhost', 'desk.library.example', '192.0.2.7', '2001:db8::7'];

it('is good for every name and address, for a year at most, and its key is its own', async () => {
  const { cert, key } = await selfSigned({ folder, names });
  const certificate = new X509Certificate(cert);
  expect(certificate.checkHost('desk.library.example')).toBe('desk.library.example');
  for (const address of ['192.0.2.7', '2001:db8::7']) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost('other.example')).toBeUndefined();
  const days = (new Date(certificate.validTo).getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(360);
  expect(days).toBeLessThan(398);
  expect(key).toContain('PRIVATE KEY');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

it('is kept, in a file that only its owner can read', async () => {
  const first = await selfSigned({ folder, names });
  expect(await selfSigned({ folder, names })).toEqual(first);
  expect((await stat(join(folder, 'self-signed.key.pem'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it.each([
  ['a month before it ends', { now: () => new Date(Date.now() + 340 * 86_400_000) }],
  ['where the machine has got another name', { names: [...names, 'new.library.example'] }],
])('is made anew %s', async (_when, change) => {
  const first = await selfSigned({ folder, names });
  const next = await selfSigned({ folder, names, ...change });
  expect(next.cert).not.toBe(first.cert);
  expect(await readFile(join(folder, 'self-signed.cert.pem'), 'utf8')).toBe(next.cert);
});

it.each(['key', 'cert'])('is made anew where its %s is damaged', async (part) => {
  const first = await selfSigned({ folder, names });
  await writeFile(join(folder, `self-signed.${part}.pem`), 'nothing');
  const next = await selfSigned({ folder, names });
  expect(next.cert).not.toBe(first.cert);
});

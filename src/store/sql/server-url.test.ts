import { describe, expect, it } from 'vitest';
import { StoreSetupError } from '../store-setup-error.js';
import { withoutValues } from './driver-error.js';
import { isExposed, parseServerUrl } from './server-url.js';

const form = { defaultPort: 3306, example: 'mysql://user:password@host/name' };
const parse = (url: string) => parseServerUrl(url, form);

describe('parseServerUrl', () => {
  it('reads what is there and fills in what is not', () => {
    expect(parse('mysql://desk:p%40ss%2Fw@db.example/library')).toEqual({
      host: 'db.example',
      port: 3306,
      user: 'desk',
      password: 'p@ss/w',
      database: 'library',
      connections: 8,
      tls: undefined,
    });
    expect(parse('mysql://desk@[::1]:3307/library?connections=2')).toMatchObject({
      host: '::1',
      port: 3307,
      password: undefined,
      connections: 2,
    });
  });

  it.each([
    ['require', { rejectUnauthorized: false, verifyIdentity: false }],
    ['verify-ca', { rejectUnauthorized: true, verifyIdentity: false }],
    ['verify-full', { rejectUnauthorized: true, verifyIdentity: true }],
  ])('with sslmode=%s encrypts', (mode, tls) => {
    expect(parse(`mysql://desk@db/library?sslmode=${mode}`).tls).toEqual(tls);
  });

  it.each([
    'mysql://desk:hunter2@db',
    'mysql://desk:hunter2@db/',
    'mysql://desk:hunter2@db/a/b',
    'mysql://:hunter2@db/library',
    'mysql://desk:hunter2%@db/library',
    'mysql://desk:hunter2@db:port/library',
    'mysql://desk:hunter2@db/library?sslmode=prefer',
    'mysql://desk:hunter2@db/library?connections=0',
    'mysql://desk:hunter2@db/library?ssl=true',
    'mysql://desk:hunter2@db/library?sslmode=require&sslrootcert=/nowhere/hunter2.pem',
  ])('refuses %s without repeating any of it', (url) => {
    const refusal = (): unknown => parse(url);
    expect(refusal).toThrow(StoreSetupError);
    expect(refusal).not.toThrow(/hunter2/);
  });
});

it('calls a plain connection exposed only where it leaves the machine', () => {
  const exposed = (url: string) => isExposed(parse(url));
  expect(['localhost', '127.0.0.1', '[::1]'].map((host) => exposed(`mysql://u@${host}/d`))).toEqual([
    false,
    false,
    false,
  ]);
  expect(exposed('mysql://u@db.example/d')).toBe(true);
  expect(exposed('mysql://u@db.example/d?sslmode=require')).toBe(false);
});

it("keeps ids out of the drivers' messages, also those with quotation marks", () => {
  expect(withoutValues("Duplicate entry 'O'Brien' for key 'PRIMARY'")).toBe("Duplicate entry '…'");
  expect(withoutValues('invalid input "O"Brien"')).toBe('invalid input "…"');
});

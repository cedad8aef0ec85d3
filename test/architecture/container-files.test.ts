/**
 * Dockerfile, .dockerignore and compose.yaml, read as text: what they copy is there, what they set is a setting, and no
 * secret has a default. No image is built here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig, mayServeWithoutKeys, packageRoot } from '../../src/config/index.js';

const read = (name: string): string => readFileSync(join(packageRoot, name), 'utf8');
const withoutComments = (text: string): string => text.replace(/^\s*#.*$/gm, '');
const dockerfile = withoutComments(read('Dockerfile')).replace(/\\\n/g, ' ');
const compose = withoutComments(read('compose.yaml'));

/** What the build takes out of the repository, relative to its root. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words]) => {
  const sources = words!.trim().split(/\s+/).slice(0, -1);
  return sources.map((path) => path.replace(/\/$/, ''));
});
interface Container {
  readonly security_opt: readonly string[];
  readonly volumes: readonly string[];
  readonly ports?: readonly string[];
  readonly build?: string;
  readonly healthcheck?: object;
}
const stages = dockerfile.split(/^FROM /m).slice(1);

describe('the Dockerfile', () => {
  it('copies what is there', () => {
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  });

  it('is sent what it copies and nothing else', () => {
    const ignored = withoutComments(read('.dockerignore')).split('\n').filter(Boolean);
    expect(ignored[0]).toBe('*');
    const sent = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(sent.sort()).toEqual(copied.sort());
  });

  it('has all that the package needs at run time: its commands, pages, model packs and nets', () => {
    expect(copied).toEqual(expect.arrayContaining(['bin', 'web', 'model-packs', 'package.json']));
    expect(stages[0]).toContain('models compile');
    const modelsDir = /FACEDESK_MODELS_DIR=(\S+)/g;
    const folders = stages.map((stage) => [...stage.matchAll(modelsDir)].map(([, folder]) => folder));
    expect(folders).toEqual([['/app/models'], ['/app/models']]);
  });

  it('is made of images whose release is named', () => {
    const images = [
      ...stages.map((stage) => stage.split(/\s/)[0]!),
      ...compose.matchAll(/^ +image: (\S+)$/gm),
    ].map((image) => (typeof image === 'string' ? image : image[1]!));
    expect(images).toHaveLength(4);
    expect(images.filter((image) => !/:\d/.test(image))).toEqual([]);
  });

  it('brings the bill of materials and the notices along', () => {
    expect(copied).toEqual(expect.arrayContaining(['LICENSE', 'THIRD-PARTY-NOTICES.md', 'sbom.cdx.json']));
  });

  it('ends as another user than root, who is asked to end politely and watched', () => {
    expect(stages).toHaveLength(2);
    expect([...stages[1]!.matchAll(/^USER (\S+)/gm)].map(([, user]) => user)).toEqual(['node']);
    expect(stages[1]).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(stages[1]).toMatch(/^HEALTHCHECK .*\/livez/m);
  });

  it('starts its programs without a shell, which would keep signals from them', () => {
    const commands = [...stages[1]!.matchAll(/^(?:ENTRYPOINT|CMD|HEALTHCHECK .*CMD) (.+)$/gm)];
    // What is no JSON is handed to a shell without a word.
    const words = commands.map(([, command]) => JSON.parse(command!) as string[]);
    expect(words.map(([first]) => first)).toEqual(['node', 'node', 'serve']);
    expect(words.map((command) => command.length)).toEqual([3, 2, 1]);
  });
});

describe('the settings of the image and of compose.yaml', () => {
  const image = Object.fromEntries(
    [...stages[1]!.matchAll(/(FACEDESK_\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!]),
  );
  /** One service after the other; what they share stands in front of them. */
  const [shared = '', ...services] = compose.split(/^ {2}(?=facedesk[\w-]*:$)/m);
  const given = (part: string): Record<string, string> =>
    Object.fromEntries(
      [...part.matchAll(/^ +(FACEDESK_\w+): (.+)$/gm)].map(([, name, value]) => [name!, filledIn(value!)]),
    );

  it('are settings, with values that are accepted', () => {
    const inContainers = services.slice(0, 2).map((service) => ({ ...given(shared), ...given(service) }));
    const databases = inContainers.map((environment) => {
      const { store, http } = loadConfig({ env: { ...image, ...environment } });
      expect(http.host).toBe('0.0.0.0');
      expect(store.migrate).toBe('auto');
      return new URL(store.databaseUrl).protocol;
    });
    expect(databases).toEqual(['mysql:', 'postgres:']);
  });

  it('let nobody in without API keys', () => {
    expect(mayServeWithoutKeys(loadConfig({ env: image }).http)).toBe(false);
    expect(compose).not.toContain('FACEDESK_ALLOW_UNAUTHENTICATED');
  });
});

describe('compose.yaml', () => {
  it('takes every secret from outside, and says a sentence where it is missing', () => {
    const variables = [...compose.matchAll(/\$\{(\w+)([^}]*)\}/g)];
    expect(new Set(variables.map(([, name]) => name))).toEqual(
      new Set(['FACEDESK_API_KEYS', 'DATABASE_PASSWORD']),
    );
    for (const [text, , rest] of variables) expect(rest, text).toMatch(/^:\?Set it to .+\.$/);
    const secrets = [...compose.matchAll(/^ +\w*(?:_PASSWORD|_KEYS?): (.+)$/gm)].map(([, value]) => value!);
    expect(secrets.filter((value) => !value.startsWith('${'))).toEqual(["'yes'"]);
    for (const [, password] of compose.matchAll(/:\/\/\w+:(.+)@/g)) expect(password).toMatch(/^\$\{/);
  });

  it('lets the service write nothing but its data, and gives it no rights', () => {
    for (const line of [
      'read_only: true',
      'cap_drop: [ALL]',
      "security_opt: ['no-new-privileges:true']",
      "volumes: ['facedesk:/data']",
    ])
      expect(compose.split(/^services:$/m)[0]).toContain(`  ${line}\n`);
  });

  it('gives no container more than it needs of its host, and watches each', () => {
    const { services } = parse(compose, { merge: true }) as { services: Record<string, Container> };
    const allowed = ['127.0.0.1:8000:8000'];
    for (const [name, container] of Object.entries(services)) {
      expect(container.security_opt, name).toEqual(['no-new-privileges:true']);
      for (const right of ['privileged', 'cap_add', 'devices', 'pid', 'ipc', 'network_mode', 'userns_mode'])
        expect(container, name).not.toHaveProperty(right);
      // Named volumes only: nothing of the host is seen inside, its container engine least of all.
      expect(container.volumes.filter((volume) => !/^[\w-]+:\/[\w/]+$/.test(volume))).toEqual([]);
      expect((container.ports ?? []).filter((port) => !allowed.includes(port))).toEqual([]);
      expect(container.build === '.' || container.healthcheck !== undefined, name).toBe(true);
    }
    expect(Object.keys(services)).toHaveLength(4);
  });
});

/** A value with something acceptable where a variable stands. */
function filledIn(value: string): string {
  return value.replace(/\$\{\w+:\?[^}]*\}/g, '0123456789abcdef'.repeat(3));
}

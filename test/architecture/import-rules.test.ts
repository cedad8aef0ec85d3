/** A rule never seen to bite is no rule: each import rule is broken once in a copy of the sources, and the check must name it. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Every rule, and a file (or two) that breaks it. The first one is where the check must find it. */
const plants: Record<string, Record<string, string>> = {
  'domain-imports-nothing': { 'src/domain/planted-fs.ts': `import 'node:fs';` },
  'config-imports-domain-only': { 'src/config/planted.ts': `import '../services/planted-target.js';` },
  'observability-imports-domain-only': {
    'src/observability/planted.ts': `import '../services/planted-target.js';`,
  },
  'sealing-imports-domain-only': { 'src/sealing/planted.ts': `import type {} from '../store/index.js';` },
  'vision-knows-no-neighbour': { 'src/vision/planted.ts': `import type {} from '../gallery/index.js';` },
  'gallery-knows-no-neighbour': { 'src/gallery/planted.ts': `import '../store/index.js';` },
  'store-knows-no-neighbour': { 'src/store/planted.ts': `import '../vision/index.js';` },
  'archive-knows-no-neighbour': { 'src/archive/planted.ts': `import '../store/index.js';` },
  'services-call-downwards': { 'src/services/planted-up.ts': `import '../http/planted-target.js';` },
  'services-know-types-of-doors-only': { 'src/services/planted-value.ts': `import '../store/index.js';` },
  'http-calls-services': { 'src/http/planted.ts': `import type { Store } from '../store/index.js';` },
  'http-takes-config-by-slice': { 'src/http/planted-config.ts': `import '../config/planted-target.js';` },
  'cli-calls-services': { 'src/cli/planted.ts': `import type { Store } from '../store/index.js';` },
  'container-is-imported-by-entries-only': { 'src/http/planted-container.ts': `import '../container.js';` },
  'composition-is-imported-by-container-only': {
    'src/cli/planted-part.ts': `import '../composition/foundation.js';`,
  },
  'web-knows-the-wire-only': { 'web/planted.ts': `import '../src/services/planted-target.js';` },
  'sealing-has-one-door': { 'src/store/planted-sealing.ts': `import '../sealing/planted-inside.js';` },
  'vision-has-one-door': { 'src/services/planted-vision.ts': `import '../vision/planted-inside.js';` },
  'gallery-has-one-door': { 'src/services/planted-gallery.ts': `import '../gallery/planted-inside.js';` },
  'store-has-one-door': { 'src/services/planted-store.ts': `import '../store/planted-inside.js';` },
  'archive-has-one-door': { 'src/services/planted-archive.ts': `import '../archive/planted-inside.js';` },
  'packs-are-loaded-when-chosen': {
    'src/vision/planted-pack.ts': `import './models/packs/planted-inside.js';`,
  },
  'onnxruntime-has-one-home': { 'src/vision/planted-ort.ts': `import 'onnxruntime-node';` },
  'image-decoding-has-one-home': {
    'src/services/planted-sharp.ts': `import 'sharp';`,
    'src/services/planted-turbo.ts': `import '@julusian/jpeg-turbo';`,
  },
  'database-has-one-home': {
    'src/services/planted-kysely.ts': `import type { Kysely } from 'kysely';`,
    'src/services/planted-sqlite.ts': `import '@photostructure/sqlite';`,
  },
  'web-framework-has-one-home': {
    'src/cli/planted-fastify.ts': `import 'fastify';`,
    'src/cli/planted-busboy.ts': `import '@fastify/busboy';`,
  },
  'archives-has-one-home': { 'src/services/planted-yauzl.ts': `import 'yauzl';` },
  'terminal-has-one-home': {
    'src/services/planted-commander.ts': `import 'commander';`,
    'src/services/planted-progress.ts': `import 'cli-progress';`,
  },
  'logging-has-one-home': { 'src/http/planted-pino.ts': `import 'pino';` },
  'metrics-has-one-home': { 'src/http/planted-metrics.ts': `import 'prom-client';` },
  'no-circular': {
    'src/services/planted-ring-a.ts': `import './planted-ring-b.js';`,
    'src/services/planted-ring-b.ts': `import './planted-ring-a.js';`,
  },
  'not-to-dev-dependency': { 'src/http/planted-dev.ts': `import 'autocannon';` },
  'not-to-undeclared-package': { 'src/http/planted-undeclared.ts': `import 'no-such-package';` },
  'no-orphans': { 'src/services/planted-orphan.ts': `export const alone = 1;` },
};
/** What is close to a violation and none. */
const allowed: Record<string, string> = {
  'src/services/planted-types.ts': `import type { Store } from '../store/index.js';`,
};
/** What the plants import beside each other, so that only the planted line is at fault. */
const targets: Record<string, string> = Object.fromEntries(
  ['services/planted-target', 'http/planted-target', 'config/planted-target']
    .concat([
      'vision/planted-inside',
      'vision/models/packs/planted-inside',
      'gallery/planted-inside',
      'store/planted-inside',
      'sealing/planted-inside',
      'archive/planted-inside',
    ])
    .map((name) => [`src/${name}.ts`, 'export {};']),
);

const copies: string[] = [];
afterAll(() => copies.forEach((copy) => rmSync(copy, { recursive: true })));

function copySources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'facedesk-imports-'));
  copies.push(copy);
  for (const name of [
    'src',
    'test',
    'web',
    'client',
    'package.json',
    'tsconfig.json',
    '.dependency-cruiser.cjs',
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    // The client is a package of this repository, and has to be the copy's own.
    const target = name === 'facedesk-client' ? join(copy, 'client') : join(root, 'node_modules', name);
    symlinkSync(target, join(copy, 'node_modules', name));
  }
  return copy;
}

function write(copy: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${text}\n`);
  }
}

/** Runs the check as `npm run check` does; its exit code, and what it found. */
function check(copy: string): Promise<{ failed: boolean; violations: Violation[] }> {
  const args = [depcruise, 'src', 'web', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 64 * 2 ** 20 }, (_, stdout) => {
      const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; error: number } };
      done({ failed: summary.error > 0, violations: summary.violations });
    });
  });
}

describe('the import rules', () => {
  let planted: Violation[];
  let failed: boolean;

  beforeAll(async () => {
    const copy = copySources();
    write(copy, { ...targets, ...allowed });
    for (const files of Object.values(plants)) write(copy, files);
    ({ violations: planted, failed } = await check(copy));
  });

  it('are kept by the sources as they are', async () => {
    const { violations } = await check(copySources());
    expect(violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
  });

  it('fail the check where one is broken', () => expect(failed).toBe(true));

  it.each(Object.entries(plants))('bite: %s', (rule, files) => {
    const found = planted.filter((violation) => violation.rule.name === rule).map(({ from }) => from);
    const expected = rule === 'no-circular' ? Object.keys(files).slice(0, 1) : Object.keys(files);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  it('are all planted here', () => {
    const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string }[];
    };
    expect(Object.keys(plants).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it('allow a service the types of a door', () => {
    const found = planted.map(({ from }) => from);
    expect(found).not.toEqual(expect.arrayContaining(Object.keys(allowed)));
  });
});

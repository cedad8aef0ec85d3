import { describe, expect, it } from 'vitest';
import { catalogue, netNames } from './catalogue.js';
import { readSource, sha256 } from './source-files.js';

const { source } = catalogue.liveness;
const unavailable = { code: 'models_unavailable' };

describe('readSource', () => {
  it.each(netNames)('finds the pinned files of %s in the installed packages', async (name) => {
    const { description, weights } = await readSource(catalogue[name].source);
    expect(sha256(description)).toBe(catalogue[name].source.description.sha256);
    expect(sha256(weights)).toBe(catalogue[name].source.weights.sha256);
  });

  it('refuses weights with another digest', async () => {
    const weights = { ...source.weights, sha256: '0'.repeat(64) };
    await expect(readSource({ ...source, weights })).rejects.toMatchObject(unavailable);
  });

  it('says so where the file or the package is not there', async () => {
    const weights = { ...source.weights, path: 'models/none.bin' };
    await expect(readSource({ ...source, weights })).rejects.toMatchObject(unavailable);
    await expect(readSource({ ...source, package: '@vladmandic/none' })).rejects.toMatchObject(unavailable);
  });
});

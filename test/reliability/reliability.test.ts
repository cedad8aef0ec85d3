/**
 * A short version of what `npm run reliability` measures. What depends on how fast the machine is, is printed and not held
 * against it; what may never happen, is.
 */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { requirement } from '../requirement.js';
import { measureBombs } from './bombs.js';
import { measureChildKills } from './child-kills.js';
import { faultsOf, type Finding, findingsTable } from './finding.js';
import { measureSlowSockets } from './slow-sockets.js';
import { measureSoak } from './soak.js';

const hasProc = requirement('/proc', existsSync('/proc/self/clear_refs'), 'Run on Linux to watch processes.');

describe.skipIf(!hasProc)('a service in trouble', { timeout: 180_000 }, () => {
  const all: Finding[] = [];
  afterAll(() => console.log(findingsTable(all)));

  const mustHold = (findings: readonly Finding[]): void => {
    all.push(...findings);
    expect(findings.length).toBeGreaterThan(0);
    expect(faultsOf(findings)).toEqual([]);
  };

  test('loses no more photos than its killed and stopped processes had in hand', async () => {
    mustHold(await measureChildKills({ kills: 20, stops: 1, crashLoopMs: 4000 }));
  });

  test('ends connections that are too slow, whatever they send, and keeps nothing of them', async () => {
    mustHold(await measureSlowSockets({ sockets: 100, requests: 10, requestTimeoutMs: 4000 }));
  });

  test('unpacks no bomb', async () => {
    mustHold(await measureBombs({ times: 3 }));
  });

  test('keeps its handles and its log of writes as they are under a steady load', async () => {
    mustHold(await measureSoak({ minutes: 0.4 }));
  });
});

/**
 * Measures what the service does when more is asked of it than it can do, when its parts fail, and when what it is sent is
 * hostile: npm run reliability -- [part …] [--short] [--minutes N] [--kills N]. Prints a table of what was done, what must be, and what was seen.
 */
import { parseArgs } from 'node:util';
import { measureBombs } from './bombs.js';
import { measureChildKills } from './child-kills.js';
import { runFaultTests } from './fault-tests.js';
import { type Finding, findingsTable } from './finding.js';
import { measureFuzz, measureMalformed } from './hostile-input.js';
import { measureOverload, overloadFindings } from './overload.js';
import { measureSlowSockets } from './slow-sockets.js';
import { measureSoak } from './soak.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** A few minutes for all of it; figures of so short a time say little. */
    short: { type: 'boolean', default: false },
    /** Of the soak. */
    minutes: { type: 'string' },
    /** Of vision processes. */
    kills: { type: 'string' },
  },
});

const short = values.short;
const minutes = Number(values.minutes ?? (short ? 0.5 : 30));
const kills = Number(values.kills ?? (short ? 20 : 500));
const queueLength = 64;

const parts: Readonly<Record<string, () => Promise<Finding[]>>> = {
  overload: async () => {
    const options = { seconds: short ? 5 : 60, times: 5, env: { FACEDESK_REPLAYS: 'off' } };
    return overloadFindings(await measureOverload(options), options, queueLength);
  },
  kills: () => measureChildKills({ kills, stops: short ? 1 : 10, crashLoopMs: short ? 4000 : 20_000 }),
  sockets: () =>
    measureSlowSockets({
      sockets: short ? 100 : 500,
      requests: short ? 20 : 100,
      requestTimeoutMs: short ? 5000 : 30_000,
    }),
  bombs: () => measureBombs({ times: short ? 3 : 20 }),
  fuzz: () => measureFuzz({ bodies: short ? 2000 : 100_000, pictures: short ? 200 : 10_000 }),
  malformed: measureMalformed,
  tests: runFaultTests,
  soak: () => measureSoak({ minutes }),
};

const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0 || !(minutes > 0) || !(kills > 0)) {
  console.error(
    `Usage: npm run reliability -- [${Object.keys(parts).join('|')} …] [--short] [--minutes N] [--kills N]`,
  );
  process.exit(1);
}

const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
const findings: Finding[] = [];
for (const name of chosen) {
  const startedMs = performance.now();
  findings.push(...(await parts[name]!()));
  console.error(`${name}: ${Math.round((performance.now() - startedMs) / 1000)} s`);
}
console.log(findingsTable(findings));
if (findings.some(({ ok }) => !ok)) process.exitCode = 1;

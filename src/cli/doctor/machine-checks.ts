/** Whether this machine and its Node can run the service, and fast enough. */
import { readFile } from 'node:fs/promises';
import type { Check } from './check.js';

/** The oldest Node that package.json's "engines" allows. */
const oldestNode = { major: 20, minor: 19 };

/** A module with one function that makes and unpacks a v128 value: valid only where WebAssembly SIMD is supported. */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Node has it, but the types of Node 20 do not say so. */
const { WebAssembly } = globalThis as unknown as { WebAssembly: { validate(module: Uint8Array): boolean } };

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const recent = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
  const oldest = `${oldestNode.major}.${oldestNode.minor}`;
  if (recent) return { name: 'Node', state: 'ok', finding: version };
  return { name: 'Node', state: 'fail', finding: version, remedy: `Install Node ${oldest} or newer.` };
}

export function checkSimd(): Check {
  const name = 'WebAssembly SIMD';
  if (WebAssembly.validate(simdModule)) return { name, state: 'ok', finding: 'supported' };
  return {
    name,
    state: 'fail',
    finding: 'not supported',
    remedy: 'Run on a processor with SSE 4.1 or NEON, and without --jitless.',
  };
}

/** Linux on x64 says in /proc/cpuinfo what its processor can; elsewhere nothing is claimed. */
export async function checkProcessor(): Promise<Check> {
  const name = 'Processor';
  const platform = `${process.platform}, ${process.arch}`;
  if (process.platform !== 'linux' || process.arch !== 'x64') return { name, state: 'ok', finding: platform };
  const flags = /^flags\s*:(.*)$/m.exec(await readFile('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  if (flags.split(' ').includes('avx2')) return { name, state: 'ok', finding: `${platform}, AVX2` };
  return {
    name,
    state: 'warn',
    finding: `${platform}, without AVX2`,
    remedy: 'Photos take several times longer here; let a virtual machine see the host processor.',
  };
}

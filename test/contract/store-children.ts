/** Starts several store-child.ts processes and lets them go at the same moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ChildOutcome {
  readonly succeeded: number;
  readonly codes: readonly string[];
}

export interface ChildTask {
  readonly url: string;
  /** Enrolled in parallel, once for every time an id is named. */
  readonly ids: readonly string[];
  /** When the child opens the store: before it is told to go, or only then. */
  readonly opens: 'first' | 'on go';
}

const script = fileURLToPath(new URL('store-child.ts', import.meta.url));

/** Runs `meanwhile` at the moment when every child is told to go. */
export async function runAtOnce(
  tasks: readonly ChildTask[],
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<ChildOutcome[]> {
  const children = tasks.map(({ url, ids, opens }) => {
    const args = ['--import', 'tsx', script, url, ids.join(','), ...(opens === 'on go' ? ['late'] : [])];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    return { child, closed, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  await Promise.all(children.map(({ lines }) => lines.next()));
  for (const { child } of children) child.stdin.write('go\n');
  const [outcomes] = await Promise.all([
    Promise.all(children.map(async ({ lines }) => String((await lines.next()).value))),
    meanwhile(),
  ]);
  await Promise.all(children.map(({ closed }) => closed));
  return outcomes.map((line) => JSON.parse(line) as ChildOutcome);
}

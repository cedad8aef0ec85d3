/** Starts one MariaDB for all test files of a vitest project, and ends it after the last. */
import type { TestProject } from 'vitest/node';
import { provideServer } from './provide-server.js';

let dispose: (() => Promise<void>) | undefined;

export async function setup(project: TestProject): Promise<void> {
  dispose = await provideServer(project, 'MariaDB');
}

export async function teardown(): Promise<void> {
  await dispose?.();
}

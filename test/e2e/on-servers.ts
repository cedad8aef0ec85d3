/** What the tests of the whole service on a database server share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { findServer, type ServerName } from '../servers/find-server.js';
import { TestServer } from '../servers/test-server.js';
import { type Serving, type ServingOptions, startServing } from './serving.js';

export interface ServerDesk {
  readonly server: TestServer;
  /** Holds the key that all services of the desk seal with. */
  readonly dataDir: string;
  /** Starts a service; ended after the last test, if it still runs. */
  serve(options?: Omit<ServingOptions, 'dataDir'>): Promise<Serving>;
}

/** Describes the same tests on each server that is here. */
export function describeOnServers(
  title: string,
  tests: (desk: () => ServerDesk, name: ServerName) => void,
): void {
  for (const name of ['MariaDB', 'PostgreSQL'] as const) {
    describe.skipIf(findServer(name) === undefined)(`${title}, on ${name}`, { timeout: 240_000 }, () => {
      const running: Serving[] = [];
      let dataDir: string;
      let desk: ServerDesk | undefined;

      beforeAll(async () => {
        dataDir = mkdtempSync(join(tmpdir(), 'facedesk-e2e-'));
        const server = await TestServer.start(name);
        desk = {
          server,
          dataDir,
          serve: async (options = {}) => {
            const serving = await startServing({ dataDir, ...options });
            running.push(serving);
            return serving;
          },
        };
      });
      afterAll(async () => {
        await Promise.all(running.map((serving) => serving.stop()));
        await desk?.server.dispose();
        rmSync(dataDir, { recursive: true, force: true });
      });

      tests(() => desk!, name);
    });
  }
}

/** Settings for a service on this database, which makes its tables itself, and keeps the templates that were enrolled and no others. */
export function settingsFor(databaseUrl: string): Record<string, string> {
  return {
    FACEDESK_DATABASE_URL: databaseUrl,
    FACEDESK_MIGRATE: 'auto',
    FACEDESK_VISION_WORKERS: '1',
    FACEDESK_TEMPLATE_REFRESH: 'off',
  };
}

/** Asks until it is so; the milliseconds that took. @throws Error where it did not become so in time */
export async function untilTrue(isSo: () => Promise<boolean>, longestMs: number): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    if (await isSo()) return performance.now() - startedMs;
    if (performance.now() - startedMs > longestMs) throw new Error(`waited ${longestMs} ms in vain`);
    await setTimeout(20);
  }
}

/** The status of /readyz. */
export async function readiness(url: string): Promise<number> {
  return (await fetch(`${url}/readyz`)).status;
}

export async function registeredIds(url: string): Promise<string[]> {
  const { data } = (await (await fetch(`${url}/register/`)).json()) as { data: { id: string }[] };
  return data.map(({ id }) => id);
}

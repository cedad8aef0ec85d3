/** Tells the tests of a vitest project which database server is theirs, and makes them databases on it. */
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import type { ServerName } from './find-server.js';
import { kinds, TestServer } from './test-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent in a project without a server of its own. */
    databaseServer:
      { readonly name: ServerName; readonly adminUrl: string; readonly port: number } | undefined;
  }
}

/** How to end the server. */
export async function provideServer(project: TestProject, name: ServerName): Promise<() => Promise<void>> {
  const server = await TestServer.start(name, 'cached');
  const adminUrl = server.urlOf(server.kind.firstDatabase);
  project.provide('databaseServer', { name, adminUrl, port: Number(new URL(adminUrl).port) });
  return () => server.dispose();
}

let made = 0;

/** The settings of a service on a fresh database of the project's server; none where the project has no server. */
export async function databaseSettings(): Promise<Record<string, string>> {
  const server = inject('databaseServer');
  if (server === undefined) return {};
  const { connect, urlOf } = kinds[server.name];
  const database = `desk_${process.pid}_${++made}`;
  const admin = await connect(server.adminUrl);
  await admin.query(`CREATE DATABASE ${database}`, []);
  await admin.end();
  return { FACEDESK_DATABASE_URL: urlOf(server.port, database), FACEDESK_MIGRATE: 'auto' };
}

/**
 * The start on the library's own database: its document's CREATE DATABASE and CREATE TABLE, users of the old service in it,
 * and one command. The table stays as it is, whatever the database's default character set and collation were.
 */
import { expect, test } from 'vitest';
import { face, retaken } from '../faces.js';
import { facedeskWith } from './facedesk-command.js';
import { describeOnServers, registeredIds } from './on-servers.js';
import { register, verify } from './sending.js';

/** As the document has it. */
const createTable = `CREATE TABLE users (
    id VARCHAR(255) PRIMARY KEY,
    timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);`;

describeOnServers('the library database as its document makes it', (desk, name) => {
  const isMysql = name === 'MariaDB';
  const defaults = isMysql
    ? ['CHARACTER SET latin1', 'CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci', 'CHARACTER SET utf8mb3']
    : ['', "TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"];

  test.each(defaults)('becomes a running service by one command (default: %j)', async (ending) => {
    const { server, serve } = desk();
    await server.sql('DROP DATABASE IF EXISTS libraryregistration');
    await server.sql(`CREATE DATABASE libraryregistration ${ending}`);
    const url = server.urlOf('libraryregistration');
    const sql = (text: string) => server.sqlIn(url, text);
    await sql(createTable);
    await sql("INSERT INTO users (id, timestamp) VALUES ('B21AI022', '2023-07-23 12:34:56')");
    const definition = () => (isMysql ? sql('SHOW CREATE TABLE users') : sql(columnsOfUsers));
    const before = await definition();

    const service = await serve({ env: { FACEDESK_DATABASE_URL: url }, flags: ['--migrate'] });
    expect(await registeredIds(service.url)).toEqual(['B21AI022']);
    const photo = await face('anna');
    expect(await verify(service.url, 'B21AI022', photo)).toMatchObject({ status: 400 });
    expect(await register(service.url, 'b21ai022', photo)).toMatchObject({ status: 201 });
    expect(await register(service.url, ' B21AI022 ', photo)).toMatchObject({ status: 409 });
    expect(await verify(service.url, 'B21AI022', await retaken('anna'))).toMatchObject({
      status: 200,
      body: { recognition: 'B21AI022' },
    });

    expect(await register(service.url, 'Zoë', await face('bella'))).toMatchObject({ status: 201 });
    await sql("INSERT INTO users (id) VALUES ('by another program')");
    expect(await registeredIds(service.url)).toEqual(['B21AI022', 'Zoë', 'by another program']);
    await sql("DELETE FROM users WHERE id = 'B21AI022'");
    expect(await verify(service.url, 'B21AI022', photo)).toMatchObject({ status: 400 });
    expect(await registeredIds(service.url)).toEqual(['Zoë', 'by another program']);

    expect(await definition()).toEqual(before);
    expect(await sql('SELECT id FROM users ORDER BY timestamp')).toHaveLength(2);
    expect(await service.stop()).toBe(0);
  });

  test('is refused by the start without --migrate, with the sentence that says what to do', async () => {
    const { server, dataDir } = desk();
    const url = await server.createDatabase();
    const settings = { FACEDESK_DATABASE_URL: url, FACEDESK_DATA_DIR: dataDir };
    const withDatabase = (...args: string[]) => facedeskWith(settings, ...args);
    const refused = await withDatabase('serve', '--port', '0');
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('facedesk migrate up');
    expect((await withDatabase('migrate')).exitCode).toBe(1);
    const plan = await withDatabase('migrate', 'up', '--dry-run');
    expect(plan.stdout).toMatch(/create table .facedesk_subjects/);
    expect((await withDatabase('migrate', 'status')).exitCode).toBe(1);
    expect((await withDatabase('migrate', 'up')).stdout).toContain('0001_first_tables');
    expect((await withDatabase('migrate', 'status')).exitCode).toBe(0);
    expect((await withDatabase('migrate', 'up')).stdout).toContain('Everything had run before.');
    expect((await withDatabase('list')).exitCode).toBe(0);
  });

  test('that is not there, or not for this user, stops the start with a sentence that repeats no password', async () => {
    const { server, dataDir } = desk();
    const nowhere = server.urlOf('nowhere');
    for (const [url, words] of [
      [nowhere, 'has no database "nowhere"'],
      [nowhere.replace(/\/\/\w+@/, '//nobody:hunter2@'), 'refuses this user'],
    ] as const) {
      const settings = { FACEDESK_DATABASE_URL: url, FACEDESK_DATA_DIR: dataDir };
      const { exitCode, stdout, stderr } = await facedeskWith(settings, 'list', '--verbose');
      expect([exitCode, stderr]).toEqual([4, expect.stringContaining(words)]);
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });
});

const columnsOfUsers = `SELECT column_name, data_type, character_maximum_length, column_default, is_nullable
  FROM information_schema.columns WHERE table_name = 'users' ORDER BY ordinal_position`;

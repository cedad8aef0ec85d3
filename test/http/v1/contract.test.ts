/**
 * The running service keeps to its OpenAPI document: whatever is sent, it gives an answer that is documented, in the form that
 * is documented, and never fails by itself. FACEDESK_TEST_REQUESTS says how many requests each operation gets.
 */
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../../../src/http/v1/openapi/document.js';
import type { OperationObject, ResponseObject } from '../../../src/http/v1/openapi/openapi-types.js';
import { declarations, v1Operations, type V1Services } from '../../../src/http/v1/operations.js';
import { face } from '../../faces.js';
import { seededRandom } from '../../seeded-random.js';
import { zipFile } from '../../zip-file.js';
import { openDesk, type Desk } from '../desk.js';
import { RequestGenerator } from './request-generator.js';
import { v1Client } from './v1-client.js';

const { below } = seededRandom(Number(process.env['FACEDESK_TEST_SEED'] ?? '11'));
const requests = Number(process.env['FACEDESK_TEST_REQUESTS'] ?? '50');
const document = openApiDocument('0.0.0');
const operations = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [operation.operationId, { method, path, operation }] as const,
    ),
  );
const stream = 'text/event-stream';

interface Validator {
  (value: unknown): boolean;
  errors?: unknown;
}
interface Ajv {
  addSchema(schema: object, name: string): void;
  compile(schema: object): Validator;
}
// fastify brings it; the suite checks with another implementation than the service does.
const { Ajv2020 } = createRequire(createRequire(import.meta.url).resolve('fastify/package.json'))(
  'ajv/dist/2020.js',
) as {
  Ajv2020: new (options: object) => Ajv;
};
const ajv = new Ajv2020({
  strict: false,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/ },
});
ajv.addSchema(document, 'document');

/** In the settings, so that no request that is made up can revoke it. */
const settingsKey = 'a-key-of-the-settings-for-the-contract-alone';

let desk: Desk;
let generator: RequestGenerator;
beforeAll(async () => {
  desk = await openDesk({
    FACEDESK_API_KEYS: settingsKey,
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
  });
  const v1 = v1Client(desk, settingsKey);
  const [anna, bella] = [await face('anna'), await face('bella')];
  await v1({ path: '/subjects', form: { id: 'anna', photos: anna } });
  await v1({ path: '/subjects', json: { id: 'waiting' } });
  await v1({ path: '/groups', json: { id: 'east' } });
  const { body: key } = await v1({ path: '/keys', json: { name: 'Front door', role: 'kiosk' } });
  const ids = ['anna', 'bella', 'waiting', 'nobody'];
  const archive = zipFile({ path: 'zoe_20230101080000.jpg', content: 'no photo' });
  const { body: asked } = await v1({ path: '/imports', form: { archive, mode: 'look' } });
  generator = new RequestGenerator({
    random: () => below(2 ** 20) / 2 ** 20,
    schemas: document.components.schemas,
    known: {
      subjectId: ids,
      id: [...ids, 'east', 'west'],
      subject: ids,
      subjects: ids,
      groupId: ['east', 'west'],
      group: ['east', 'west'],
      groups: ['east', 'west'],
      keyId: [key.id, '0'.repeat(12)],
      photoId: ['1', '2', '3', 'x'],
      modelName: ['sface-2021dec', 'yunet-2023mar', 'dlib', 'none'],
      importId: [asked.id, '0'.repeat(12)],
      archive: [archive, archive.subarray(0, 40)],
      'Idempotency-Key': ['a', 'b', 'c'],
      'If-Match': ['"x"', '*'],
      'If-None-Match': ['"x"', '*'],
      Prefer: ['return=minimal', 'return=representation'],
    },
    // Examining a real photo takes far longer than all the rest, so most are refused on sight.
    photos: [
      ...Array.from({ length: 24 }, () => Buffer.from('no photo')),
      anna.subarray(0, anna.length / 2),
      anna,
      bella,
    ],
  });
});
afterAll(() => desk.close());

test.each(operations)(
  '%s answers as documented',
  { timeout: 60_000 + 200 * requests },
  async (_id, { method, path, operation }) => {
    for (let n = 0; n < requests; n++) await check(method, path, operation);
  },
);

test('the server has the operations that the document names, and no other', () => {
  const { operations: served } = v1Operations({} as V1Services, () => undefined);
  const idsOf = (all: readonly { operationId: string }[]): string[] =>
    all.map(({ operationId }) => operationId).sort();
  expect(idsOf(served.map(({ declaration }) => declaration))).toEqual(idsOf(declarations));
  for (const { method, path } of declarations)
    expect(desk.app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') }), path).toBe(true);
});

async function check(method: string, path: string, operation: OperationObject): Promise<void> {
  const request = generator.request(method, path, operation);
  // A stream ends when its caller goes, so that the next ones find room.
  const gone = new AbortController();
  const isStream = '200' in operation.responses && stream in (resolve(operation, 200).content ?? {});
  const answer = await desk.app.inject({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${settingsKey}` },
    ...(isStream && { payloadAsStream: true, signal: gone.signal }),
  });
  const { statusCode, headers } = answer;
  const told = `${String(request.method)} ${JSON.stringify(request.url)} → ${statusCode}`;
  expect(
    statusCode,
    `${told} ${isStream ? '' : answer.payload.slice(0, 300)} ${desk.logLines.at(-2)}`,
  ).toBeLessThan(500);
  expect(Object.keys(operation.responses), told).toContain(String(statusCode));
  const { content = {} } = resolve(operation, statusCode);
  const type = String(headers['content-type'] ?? '').split(';')[0]!;
  if (isStream && statusCode === 200) {
    expect(type).toBe(stream);
    answer.stream().on('error', () => undefined);
    gone.abort();
    return;
  }
  if (
    Object.keys(content).length === 0 ||
    (statusCode === 201 && headers['preference-applied'] === 'return=minimal')
  ) {
    return;
  }
  expect(Object.keys(content), told).toContain(type);
  if (!type.endsWith('json')) return;
  const text = isStream ? await textOf(answer.stream()) : answer.payload;
  const validate = validatorFor(operation.operationId, statusCode, content[type]!.schema!);
  expect(validate(JSON.parse(text)), `${told}: ${text} ${JSON.stringify(validate.errors)}`).toBe(true);
}

function resolve(operation: OperationObject, status: number): ResponseObject {
  const response = operation.responses[String(status)]!;
  return '$ref' in response ? document.components.responses[response.$ref.split('/').at(-1)!]! : response;
}

const validators = new Map<string, Validator>();

function validatorFor(operationId: string, status: number, schema: object): Validator {
  const key = `${operationId} ${status}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const absolute = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'),
  ) as object;
  const made = ajv.compile(absolute);
  validators.set(key, made);
  return made;
}

async function textOf(readable: AsyncIterable<unknown>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of readable) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString();
}

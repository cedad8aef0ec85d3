/** GET /register/: everybody who is registered, sent as it is read, so that the length of the list costs no memory. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Subjects } from '../../services/subjects.js';

type User = { readonly id: string; readonly timestamp: string };

/** Rows are sent in pieces of at least this many characters. */
const pieceLength = 16 * 1024;

export function listUsersRoute(app: FastifyInstance, subjects: Subjects): void {
  const type = 'application/json; charset=utf-8';
  const config = { scope: 'people:read' as const };

  app.get('/register', { exposeHeadRoute: false, config }, async (_request, reply) => {
    const pieces = await begin(subjects.list());
    // Where reading fails half-way the connection is cut, so that nobody takes a part of the list for the whole.
    return reply.type(type).send(Readable.from(pieces, { objectMode: false }));
  });

  app.head('/register', { config }, async (_request, reply) => {
    const pieces = await begin(subjects.list());
    await pieces.return(undefined);
    return reply.type(type).send();
  });
}

/** Reads up to the first piece, so that a database that is away is still answered with its own status. */
async function begin(users: AsyncIterable<User>): Promise<AsyncGenerator<string, void>> {
  const pieces = jsonPieces(users);
  const first = await pieces.next();
  return (async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* pieces;
    } finally {
      await pieces.return();
    }
  })();
}

async function* jsonPieces(users: AsyncIterable<User>): AsyncGenerator<string, void> {
  let piece = '{"message":"Hello, world!","data":[';
  let separator = '';
  for await (const { id, timestamp } of users) {
    piece += separator + JSON.stringify({ id, timestamp });
    separator = ',';
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]}`;
}

/**
 * Lets a caller read an answer that comes before the whole body was read (413, 401, …) without reading that body: Node
 * would either swallow it all or reset the connection while the answer is still on its way.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Bodies up to this size are left to Node, which reads them to keep the connection. */
const smallBodyBytes = 64 * 1024;
/** How long the caller has to notice the answer before the connection is gone. */
const lingerMs = 1000;

export function installEarlyAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.raw.complete !== false || !mayBeLong(request.raw)) return;
    void reply.header('connection', 'close');
    // Marks the body as somebody's, so that Node does not read it to the end; no more than one buffer is read.
    request.raw.pause();
    request.raw.read(0);
    lingerOnClose(request.raw.socket);
  });
}

function mayBeLong({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return Number(headers['content-length'] ?? 0) > smallBodyBytes;
}

/** Closing with unread bytes in the buffer sends a reset, which can overtake the answer. */
function lingerOnClose(socket: Socket): void {
  socket.destroySoon = () => {
    socket.end();
    setTimeout(() => socket.destroy(), lingerMs).unref();
  };
}

/**
 * Answers requests that are too broken to become one: Node hands over the bare socket. Written by hand, since there is no
 * reply to send with.
 */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { errorEntry, FacedeskError, type ErrorCode } from '../../domain/errors.js';
import { errorBody } from '../error-body.js';
import { takesItsTime } from '../forms/receive-stream.js';
import { requestIdOf } from './request-log.js';

const codesOfNode: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'request_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** What is being answered on a socket at the moment. */
const answersOnSockets = new WeakMap<Socket, ServerResponse>();

export function installBrokenConnections(app: FastifyInstance): void {
  // Before any hook runs: the rest of the body can break in the very piece that brought the headers.
  app.server.prependListener('request', (request, response) => {
    answersOnSockets.set(request.socket, response);
    response.once('finish', () => answersOnSockets.delete(request.socket));
  });
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node's refusal would have no body.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onRequest', async ({ raw }) => {
    // Required by RFC 9112, 3.2. Node would refuse it as well, but with an empty body.
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined)
      throw new FacedeskError('request_malformed');
  });
}

/** Fastify's clientErrorHandler: the last words on a connection whose request could not be read. */
export function answerBrokenConnection(error: Error & { code?: string }, socket: Socket): void {
  const answer = answersOnSockets.get(socket);
  // Its reader has a clock of its own, and answers as others do.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && answer !== undefined && takesItsTime(answer.req)) return;
  if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent === true) {
    socket.destroy();
    return;
  }
  const code = codesOfNode[error.code ?? ''] ?? 'request_malformed';
  const requestId = answer === undefined ? randomUUID() : requestIdOf(answer.req);
  socket.end(rawAnswer(code, answer?.req.url ?? '', requestId), () => socket.destroy());
}

function rawAnswer(code: ErrorCode, url: string, requestId: string): string {
  const { status } = errorEntry(code);
  const body = JSON.stringify(errorBody(code, { url, requestId }));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** What the server under an HTTP side is made with, plain or TLS: the limits that keep slow callers from holding it. */
import type { Server, ServerOptions } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';

/** PEM texts. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

const keepAliveTimeoutMs = 5000;
const headersTimeoutMs = 10_000;
const handshakeTimeoutMs = 10_000;

export function serverOptions(
  { requestTimeoutMs }: { readonly requestTimeoutMs: number },
  certificate: ServerCertificate | undefined,
): FastifyHttpOptions<Server> {
  const options: ServerOptions = {
    // Node applies no time limit to bodies unless this is at most requestTimeout.
    headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
    connectionsCheckingInterval: 1000,
    maxHeaderSize: 16 * 1024,
    requireHostHeader: false,
  };
  const both = {
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    maxRequestsPerSocket: 0,
  };
  if (certificate === undefined) return { ...both, http: options };
  const { cert, key } = certificate;
  const https = { ...options, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: handshakeTimeoutMs };
  // Fastify has a type of its own for an HTTP side on TLS, which differs from the other in its server's class alone.
  return { ...both, https } as FastifyHttpOptions<Server>;
}

/**
 * How a service is spoken to that an address alone does not lead to: at a Unix socket, or with a certificate that the machine
 * does not trust by itself. It gives what the client takes in place of fetch; what is asked is said elsewhere.
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import { Readable } from 'node:stream';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { UsageError } from '../usage-error.js';
import type { Profile } from './profiles.js';

export interface ReachedService {
  /** Of its HTTP interface, without a slash at the end. */
  readonly url: string;
  readonly key?: string;
  readonly fetch: typeof fetch;
}

/** The path behind unix:, undefined for an address of another kind. */
export function socketPathOf(url: string): string | undefined {
  return /^unix:(\/.+)$/.exec(url)?.[1];
}

/** @throws UsageError where the profile's certificate cannot be read */
export async function reach({ url, key, caFile }: Profile): Promise<ReachedService> {
  const keyed = key === undefined ? {} : { key };
  const socketPath = socketPathOf(url);
  if (socketPath !== undefined)
    return { ...keyed, url: 'http://localhost', fetch: fetchBy(plainRequest, { socketPath }) };
  if (caFile === undefined) return { ...keyed, url, fetch };
  return { ...keyed, url, fetch: fetchBy(tlsRequest, trustOnly(await readCertificate(caFile))) };
}

/** PEM text of the first certificate of a file. @throws UsageError where there is none */
export async function readCertificate(file: string): Promise<string> {
  try {
    return new X509Certificate(await readFile(file)).toString();
  } catch (cause) {
    const { code = '' } = cause as { readonly code?: string };
    const why = code.startsWith('E') && !code.startsWith('ERR_') ? `cannot be read (${code})` : 'is none';
    throw new UsageError(`${file} should be a certificate in PEM, and ${why}.`, { cause });
  }
}

/**
 * Trusts this certificate and what it has signed, and nothing else that the machine trusts. Who shows the very certificate
 * is the service that is meant, under whatever address; who shows one that it has signed has to have the right name.
 */
function trustOnly(ca: string): RequestOptions {
  const { fingerprint256 } = new X509Certificate(ca);
  return {
    ca,
    // Without this OpenSSL wants to see the signer of an operator's certificate too.
    allowPartialTrustChain: true,
    checkServerIdentity: (host: string, shown: PeerCertificate) =>
      shown.fingerprint256 === fingerprint256 ? undefined : checkServerIdentity(host, shown),
  };
}

/** fetch over Node's own client. What is sent is read into memory first: commands send photos, which come from there. */
function fetchBy(send: typeof tlsRequest, options: RequestOptions): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
    const headers = {
      ...Object.fromEntries(asked.headers),
      ...(body !== undefined && { 'content-length': String(body.length) }),
    };
    const { method, signal } = asked;
    return new Promise((resolve, reject) => {
      send(asked.url, { ...options, method, headers, signal, agent: false }, (answer) =>
        resolve(responseOf(answer)),
      )
        .on('error', reject)
        .end(body);
    });
  };
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode!;
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  // An answer that never has a body must not be given an empty one.
  const isBare = status === 204 || status === 304;
  if (isBare) answer.resume();
  return new Response(isBare ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers });
}

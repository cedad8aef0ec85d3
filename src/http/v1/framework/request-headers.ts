/** The request headers that operations understand beside their bodies: Prefer, If-Match, If-None-Match, Idempotency-Key. */
import type { FastifyRequest } from 'fastify';
import { requestInvalid } from '../../explained-error.js';

/** A header's value, several of a name joined by commas. */
export function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** RFC 7240: what `Prefer: return=` asks for, where it asks for something that is known. */
export function preferenceOf(request: FastifyRequest): 'minimal' | 'representation' | null {
  for (const one of (headerOf(request, 'prefer') ?? '').split(',')) {
    const [, asked] = /^\s*return\s*=\s*"?(minimal|representation)"?\s*(?:;|$)/i.exec(one) ?? [];
    if (asked !== undefined) return asked.toLowerCase() as 'minimal' | 'representation';
  }
  return null;
}

/** RFC 9110, 13.1: whether a list of entity tags names this one, or is `*`. */
export function namesTag(list: string, etag: string): boolean {
  return list.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** Characters of an Idempotency-Key. */
export const maxIdempotencyKeyLength = 255;

/** @throws ExplainedError request_invalid where it is empty, too long or holds other characters than visible ASCII */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > maxIdempotencyKeyLength) {
    throw requestInvalid({
      field: 'header/Idempotency-Key',
      problem: `must have 1 to ${maxIdempotencyKeyLength} visible ASCII characters`,
    });
  }
  return key;
}

/** Where a page of a list starts, as a text that callers hand back unread. It belongs to the filters that it was made for. */
import { createHash } from 'node:crypto';
import { requestInvalid } from '../../explained-error.js';

type Position = readonly (string | number)[];

/** @param filters everything that decides what is in the list, and in which order */
export function toCursor(position: Position, filters: unknown): string {
  return Buffer.from(JSON.stringify([digestOf(filters), ...position])).toString('base64url');
}

/**
 * The position in a cursor; undefined where none was sent.
 * @param shape what the position's members are
 * @throws ExplainedError request_invalid where it is not one that was made for these filters
 */
export function fromCursor(
  cursor: string | undefined,
  filters: unknown,
  shape: readonly ('string' | 'number')[],
): Position | undefined {
  if (cursor === undefined) return undefined;
  const [digest, ...position] = parsed(cursor);
  const fits =
    digest === digestOf(filters) &&
    position.length === shape.length &&
    position.every((member, index) => typeof member === shape[index]);
  if (!fits) {
    throw requestInvalid({
      field: 'query/cursor',
      problem: 'must be the nextCursor of a page that was asked for with the same filters',
    });
  }
  return position as Position;
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Short: it guards against mistakes, not against anybody. */
function digestOf(filters: unknown): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 12);
}

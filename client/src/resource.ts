/** What the parts of the client have in common: a connection to call operations through. */
import type { CallOptions, Connection } from './connection.js';
import type { OperationName, Operations } from './operations.generated.js';

/** What an operation is asked with, but for the cursor, which pages see to. */
export type Query<Name extends OperationName> = Operations[Name]['input'] extends {
  readonly query?: infer Q | undefined;
}
  ? Omit<NonNullable<Q>, 'cursor'>
  : never;

/** What an operation is sent. */
export type Body<Name extends OperationName> = Operations[Name]['input'] extends {
  readonly body?: infer B | undefined;
}
  ? NonNullable<B>
  : never;

export class Resource {
  protected readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  protected async call<Name extends OperationName>(
    name: Name,
    input: Operations[Name]['input'],
    options?: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    return (await this.connection.call(name, input, options)).body;
  }
}

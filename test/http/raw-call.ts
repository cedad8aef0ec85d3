/** Speaks HTTP over a bare socket, for what well-behaved clients never send. */
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export interface RawCall {
  readonly port: number;
  /** Sent one after another, as fast as the server takes them; reading the answer ends it. */
  readonly pieces: Iterable<string | Buffer>;
  /** Hangs up after the last piece instead of waiting for an answer. */
  readonly hangUp?: true;
}

/** The answer on a connection of its own. */
export function rawCall({ port, pieces, hangUp }: RawCall): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const finish = (): void => {
      socket.destroy();
      resolve(parse(Buffer.concat(received).toString()));
    };
    socket.on('data', (data) => {
      received.push(data);
      if (isComplete(Buffer.concat(received).toString())) finish();
    });
    socket.on('error', finish);
    socket.on('end', finish);
    socket.on('connect', () => {
      void send(socket, pieces).then(() => hangUp === true && finish());
    });
  });
}

async function send(socket: ReturnType<typeof connect>, pieces: Iterable<string | Buffer>): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (socket.write(piece)) await new Promise((resolve) => setImmediate(resolve));
    else await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
  }
}

function isComplete(text: string): boolean {
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  const { body, head } = parse(text);
  return head.includes('\r\n') && length !== undefined && Buffer.byteLength(body) >= Number(length);
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [head, body] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 4)];
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head: `${head}\r\n`, body };
}

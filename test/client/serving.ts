/** A desk that listens, and clients that call it over the network as programs do. */
import { Facedesk } from 'facedesk-client';
import { anyone, type Role } from '../../src/domain/access.js';
import { type Desk, openDesk } from '../http/desk.js';

export interface ServedDesk {
  readonly desk: Desk;
  readonly url: string;
  /** A client with a new key of this role. */
  clientAs(role: Role): Promise<Facedesk>;
  /** The secret of a new key of this role. */
  keyFor(role: Role): Promise<string>;
  close(): Promise<void>;
}

export async function serveDesk(env: Record<string, string> = {}): Promise<ServedDesk> {
  const desk = await openDesk({ FACEDESK_RATE_LIMIT_PER_ADDRESS: '0', ...env });
  const url = `http://127.0.0.1:${await desk.listen()}`;
  const keyFor = async (role: Role): Promise<string> =>
    (await desk.container.keys.create({ name: `test ${role}`, role }, anyone)).secret;
  return {
    desk,
    url,
    keyFor,
    clientAs: async (role) => new Facedesk({ url, key: await keyFor(role) }),
    close: () => desk.close(),
  };
}

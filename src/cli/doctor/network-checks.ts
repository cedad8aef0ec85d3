/** Whether the service could listen where it is told to, and who could then reach it. */
import { createServer } from 'node:net';
import { type Config, mayServeWithoutKeys } from '../../config/index.js';
import type { Check } from './check.js';

export async function checkPort({ host, port }: Config['http']): Promise<Check> {
  const name = 'Port';
  const problem = await tryToListen(host, port);
  if (problem === null)
    return { name, state: 'ok', finding: port === 0 ? 'any free one' : `${port} is free` };
  if (problem === 'EADDRINUSE') {
    const remedy = 'Fine if that is facedesk; otherwise stop the other program or choose another --port.';
    return { name, state: 'warn', finding: `${port} is in use`, remedy };
  }
  const remedy = 'Choose a --host of this machine and a --port that this user may open.';
  return { name, state: 'fail', finding: `${host} port ${port} cannot be opened (${problem})`, remedy };
}

/** The system's code for why not, or null where it works. */
function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve(code));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** @param keysExist null where the database, which may hold keys, could not be asked */
export function checkListeningPolicy(http: Config['http'], keysExist: boolean | null): Check {
  const name = 'Who gets in';
  const { host, apiKeys } = http;
  if (keysExist === true || apiKeys.length > 0)
    return { name, state: 'ok', finding: `whoever reaches ${host} and has an API key` };
  const remedy = 'Make a key with "facedesk keys create", or set FACEDESK_API_KEYS.';
  if (!mayServeWithoutKeys(http)) {
    const why = keysExist === null ? 'nobody could say whether there is an API key' : 'there is no API key';
    const finding = `nobody: the service does not start, since other machines reach ${host} and ${why}`;
    return { name, state: 'fail', finding, remedy };
  }
  if (!http.allowUnauthenticated) return { name, state: 'ok', finding: `programs of this machine (${host})` };
  const finding = `whoever reaches ${host}, without a key`;
  return {
    name,
    state: 'warn',
    finding,
    remedy: `${remedy} Or let something in front of the service decide who gets in.`,
  };
}

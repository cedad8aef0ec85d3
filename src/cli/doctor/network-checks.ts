/** Whether the service could listen where it is told to, and who could then reach it. */
import { createServer } from 'node:net';
import type { Config } from '../../config/index.js';
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

/** That keys are asked for beyond this machine was checked when the settings were loaded. */
export function checkListeningPolicy(http: Config['http']): Check {
  const name = 'Who gets in';
  const { host, apiKeys } = http;
  if (apiKeys.length > 0) {
    const keys = apiKeys.length === 1 ? 'one API key' : `${apiKeys.length} API keys`;
    return { name, state: 'ok', finding: `whoever reaches ${host} and has ${keys}` };
  }
  if (!http.allowUnauthenticated) return { name, state: 'ok', finding: `programs of this machine (${host})` };
  return {
    name,
    state: 'warn',
    finding: `whoever reaches ${host}, without a key`,
    remedy: 'Set FACEDESK_API_KEYS, unless something in front of the service decides who gets in.',
  };
}

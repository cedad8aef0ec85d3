/** Where the figures come from: /metrics of the service on this machine, or of the one that --profile names. */
import type { Command } from 'commander';
import type { Config } from '../../config/index.js';
import { FacedeskError } from 'facedesk-client';
import { findProfile, type Profile } from '../desk/profiles.js';
import { configOf, profileOf } from '../global-options.js';
import { UsageError } from '../usage-error.js';
import { Reading } from './reading.js';

const timeoutMs = 5000;

/** @throws UsageError, ConfigError */
export async function metricsSource(command: Command): Promise<Profile> {
  const name = profileOf(command);
  if (name !== undefined) return findProfile(name);
  const { apiKeys, ...settings } = configOf(command).http;
  const [key] = apiKeys;
  return { url: localUrl(settings), ...(key !== undefined && { key }) };
}

type Listening = Pick<Config['http'], 'host' | 'port' | 'adminListen' | 'tlsCertFile' | 'tlsSelfSigned'>;

/** Where the service of this machine answers those who run it. */
function localUrl({ host, port, adminListen, tlsCertFile, tlsSelfSigned }: Listening): string {
  if (adminListen?.startsWith('unix:') === true) {
    throw new UsageError(
      `The service answers those who run it at a Unix socket, which "facedesk top" cannot ask: ${adminListen}.`,
    );
  }
  const scheme = tlsCertFile !== undefined || tlsSelfSigned ? 'https' : 'http';
  const [, listened = host, listenedPort = String(port)] =
    /^\[?(.+?)\]?:(\d+)$/.exec(adminListen ?? '') ?? [];
  // Who listens everywhere is reached on this machine as well.
  const reachable = listened === '0.0.0.0' || listened === '::' ? '127.0.0.1' : listened;
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${listenedPort}`;
}

/** @throws FacedeskError of the client where nobody answers, or not with metrics */
export async function readMetrics({ url, key }: Profile): Promise<Reading> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/metrics`, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    const { code = '' } = ((cause as Error).cause ?? {}) as { readonly code?: string };
    const sentence = `No service answers at ${url}${code && ` (${code})`}. Start it with "facedesk serve".`;
    throw new FacedeskError('unreachable', sentence, { status: 0, cause });
  });
  const { status } = response;
  if (response.ok) return new Reading(await response.text());
  await response.body?.cancel();
  if (status === 401 || status === 403) {
    const sentence = `${url} asks for a key with the scope system:read; name one with "facedesk profile add", and use --profile.`;
    throw new FacedeskError(status === 401 ? 'api_key_required' : 'scope_missing', sentence, { status });
  }
  if (status === 404) {
    const sentence = `${url} has no /metrics: FACEDESK_METRICS turns it off there, or it is no facedesk.`;
    throw new FacedeskError('answer_unexpected', sentence, { status });
  }
  throw new FacedeskError('answer_unexpected', `${url}/metrics answered ${status}.`, { status });
}

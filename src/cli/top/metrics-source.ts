/** Where the figures come from: /metrics of the service on this machine, or of the one that --profile names. */
import type { Command } from 'commander';
import { FacedeskError } from 'facedesk-client';
import { findProfile, type Profile } from '../desk/profiles.js';
import { configOf, profileOf } from '../global-options.js';
import { Reading } from './reading.js';

const timeoutMs = 5000;

/** @throws UsageError, ConfigError */
export async function metricsSource(command: Command): Promise<Profile> {
  const name = profileOf(command);
  if (name !== undefined) return findProfile(name);
  const { host, port, apiKeys } = configOf(command).http;
  const [key] = apiKeys;
  // Who listens everywhere is reached on this machine as well.
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return {
    url: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`,
    ...(key !== undefined && { key }),
  };
}

/** @throws FacedeskError of the client where nobody answers, or not with metrics */
export async function readMetrics({ url, key }: Profile): Promise<Reading> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/metrics`, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    const sentence = `No service answers at ${url}. Start it with "facedesk serve".`;
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

/** Where the figures come from: /metrics of the service on this machine, or of the one that --profile names. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/index.js';
import { FacedeskError } from 'facedesk-client';
import { findProfile, type Profile } from '../desk/profiles.js';
import { reach, type ReachedService, socketPathOf } from '../desk/reach.js';
import { configOf, profileOf } from '../global-options.js';
import { causeCodeOf, isDistrust } from '../unreachable.js';
import { Reading } from './reading.js';

const timeoutMs = 5000;

export interface MetricsSource extends ReachedService {
  /** As people name it, in sentences. */
  readonly name: string;
}

/** @throws UsageError, ConfigError */
export async function metricsSource(command: Command): Promise<MetricsSource> {
  const name = profileOf(command);
  const profile = name === undefined ? hereProfile(configOf(command)) : await findProfile(name);
  return { ...(await reach(profile)), name: profile.url };
}

/** Where the service of this machine answers those who run it, with the certificate that its settings give it. */
function hereProfile({ http, store }: Config): Profile {
  const { host, port, adminListen, tlsCertFile, tlsSelfSigned } = http;
  const [key] = http.apiKeys;
  const keyed = key === undefined ? {} : { key };
  if (adminListen !== undefined && socketPathOf(adminListen) !== undefined)
    return { ...keyed, url: adminListen };
  const caFile = tlsSelfSigned ? join(store.dataDir, 'tls', 'self-signed.cert.pem') : tlsCertFile;
  const [, listened = host, listenedPort = String(port)] =
    /^\[?(.+?)\]?:(\d+)$/.exec(adminListen ?? '') ?? [];
  // Who listens everywhere is reached on this machine as well.
  const reachable = listened === '0.0.0.0' || listened === '::' ? '127.0.0.1' : listened;
  const place = `${reachable.includes(':') ? `[${reachable}]` : reachable}:${listenedPort}`;
  return caFile === undefined
    ? { ...keyed, url: `http://${place}` }
    : { ...keyed, url: `https://${place}`, caFile };
}

/** @throws FacedeskError of the client where nobody answers, or not with metrics */
export async function readMetrics({ url, name, key, fetch }: MetricsSource): Promise<Reading> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/metrics`, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    const code = causeCodeOf(cause);
    const sentence = isDistrust(code)
      ? `${name} shows a certificate that is not the one of the settings or the profile (${code}).`
      : `No service answers at ${name}${code && ` (${code})`}. Start it with "facedesk serve".`;
    throw new FacedeskError('unreachable', sentence, { status: 0, cause });
  });
  const { status } = response;
  if (response.ok) return new Reading(await response.text());
  await response.body?.cancel();
  if (status === 401 || status === 403) {
    const sentence = `${name} asks for a key with the scope system:read; name one with "facedesk profile add", and use --profile.`;
    throw new FacedeskError(status === 401 ? 'api_key_required' : 'scope_missing', sentence, { status });
  }
  if (status === 404) {
    const sentence = `${name} has no /metrics: FACEDESK_METRICS turns it off there, or it is no facedesk.`;
    throw new FacedeskError('answer_unexpected', sentence, { status });
  }
  throw new FacedeskError('answer_unexpected', `${name} answered ${status} for /metrics.`, { status });
}

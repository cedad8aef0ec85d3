/** With which certificate the service answers https: one that the operator has, one that it makes itself, or none. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, type Config } from '../config/index.js';
import { selfSigned } from './self-signed.js';

/** PEM texts. */
export interface CertifiedKey {
  readonly cert: string;
  readonly key: string;
}

export interface Certificate extends CertifiedKey {
  readonly selfSigned: boolean;
  /** SHA-256 of the certificate, as browsers show it. */
  readonly fingerprint: string;
  readonly validTo: Date;
}

/**
 * Undefined where the settings ask for plain http. Read anew at each call.
 * @throws ConfigError where files are missing, unreadable, no certificate and key, or do not belong together
 */
export async function readCertificate({ http, store }: Config): Promise<Certificate | undefined> {
  if (http.tlsSelfSigned) return describe(await selfSigned({ folder: join(store.dataDir, 'tls') }), true);
  const { tlsCertFile, tlsKeyFile } = http;
  if (tlsCertFile === undefined && tlsKeyFile === undefined) return undefined;
  if (tlsCertFile === undefined || tlsKeyFile === undefined)
    throw new ConfigError(['FACEDESK_TLS_CERT_FILE and FACEDESK_TLS_KEY_FILE are needed together']);
  const cert = await readOr(tlsCertFile, 'FACEDESK_TLS_CERT_FILE');
  const key = await readOr(tlsKeyFile, 'FACEDESK_TLS_KEY_FILE');
  return describe({ cert, key }, false);
}

function describe(pair: CertifiedKey, isSelfSigned: boolean): Certificate {
  const certificate = parsed(
    () => new X509Certificate(pair.cert),
    'FACEDESK_TLS_CERT_FILE holds no certificate',
  );
  const key = parsed(
    () => createPrivateKey(pair.key),
    'FACEDESK_TLS_KEY_FILE holds no private key that can be read without a passphrase',
  );
  if (!certificate.checkPrivateKey(key))
    throw new ConfigError([
      'FACEDESK_TLS_KEY_FILE is not the key of the certificate in FACEDESK_TLS_CERT_FILE',
    ]);
  return {
    ...pair,
    selfSigned: isSelfSigned,
    fingerprint: certificate.fingerprint256,
    validTo: new Date(certificate.validTo),
  };
}

/** The reason is not passed on: it could quote the file. */
function parsed<Value>(parse: () => Value, problem: string): Value {
  try {
    return parse();
  } catch {
    throw new ConfigError([problem]);
  }
}

async function readOr(path: string, setting: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `${setting} names a file that cannot be read (${error.code ?? 'unknown reason'})`,
    ]);
  });
}

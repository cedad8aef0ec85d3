/**
 * A certificate that the service signs for itself, so that browsers in the local network give their camera to its pages. It is
 * made once, kept beside the data with a key that only its owner can read, and made anew before it ends or where the machine
 * has got another name or address.
 */
import { createPrivateKey, generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { CertifiedKey } from './certificate.js';

/** Browsers refuse certificates that last longer than 398 days (CA/Browser Forum, Baseline Requirements 6.3.2), so they are shorter. */
const lastsDays = 365;
const renewedBeforeDays = 30;
const dayMs = 24 * 3600 * 1000;

export interface SelfSignedPlace {
  /** Made where it is missing, with owner-only rights. */
  readonly folder: string;
  /** Names and addresses that the certificate has to be good for; those of this machine unless told. */
  readonly names?: readonly string[];
  readonly now?: () => Date;
}

/** The certificate that is there, if it is still good for all names, or a new one. */
export async function selfSigned({
  folder,
  names = ownNames(),
  now = () => new Date(),
}: SelfSignedPlace): Promise<CertifiedKey> {
  const files = { key: join(folder, 'self-signed.key.pem'), cert: join(folder, 'self-signed.cert.pem') };
  const kept = await readKept(files);
  if (kept !== undefined && isGood(kept, names, now())) return kept;
  const made = await make(names, now());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The key first: a certificate without its key would be taken for damage, and made anew.
  for (const part of ['key', 'cert'] as const) {
    await writeFile(`${files[part]}.new`, made[part], { mode: 0o600 });
    await rename(`${files[part]}.new`, files[part]);
  }
  return made;
}

async function readKept(files: { key: string; cert: string }): Promise<CertifiedKey | undefined> {
  try {
    const [key, cert] = [await readFile(files.key, 'utf8'), await readFile(files.cert, 'utf8')];
    return { key, cert };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isGood({ cert, key }: CertifiedKey, names: readonly string[], now: Date): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const leftMs = new Date(certificate.validTo).getTime() - now.getTime();
    return (
      leftMs > renewedBeforeDays * dayMs &&
      certificate.checkPrivateKey(createPrivateKey(key)) &&
      names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)))
    );
  } catch {
    // What cannot be read is damaged.
    return false;
  }
}

/** localhost, the name of this machine and its addresses, the same ones in the same order as long as they are the same. */
function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    // Addresses of one link cannot be typed into a browser.
    .filter(({ address, internal }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  return [...new Set(['localhost', hostname().toLowerCase(), '127.0.0.1', '::1', ...addresses.sort()])];
}

async function make(names: readonly string[], now: Date): Promise<CertifiedKey> {
  const { privateKey: key, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive, as RFC 5280 wants it.
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  certificate.validity.notBefore = new Date(now.getTime() - dayMs);
  certificate.validity.notAfter = new Date(now.getTime() + lastsDays * dayMs);
  const subject = [{ shortName: 'CN', value: 'facedesk' }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'subjectAltName',
      altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
  return { key, cert: forge.pki.certificateToPem(certificate) };
}

import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import tls from 'node:tls';
import { LockedKey, UnusableSetting } from './unusable.ts';

/** What a connection says about certificates, besides those that this machine trusts. Files are PEM, with absolute paths. */
export interface CertificateSettings {
  /** A file with the certificates of further authorities. */
  readonly ca?: string;
  /** A file with the client's certificate, and its chain. */
  readonly certificate?: string;
  /** A file with the client certificate's key. */
  readonly key?: string;
  /** Asked for when the key is encrypted. A secret. */
  readonly passphrase?: () => Promise<string | undefined> | string | undefined;
  /** Whoever answers is taken for the server, and gets the token. */
  readonly allowInsecureTls?: boolean;
}

let trusted: readonly string[] | undefined;

/** What Node trusts, with `NODE_EXTRA_CA_CERTS`, and what the system does. Read once: it takes a while. */
function trustedAuthorities(): readonly string[] {
  trusted ??= [...new Set([...tls.getCACertificates('default'), ...system()])];
  return trusted;
}

/** None where the system's cannot be read: those of Node are as good for public servers. */
function system(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}

/** @throws UnusableSetting that names the file which cannot be read or used; LockedKey */
export async function secureContext(settings: CertificateSettings): Promise<tls.SecureContext> {
  const [ca, cert, key] = await Promise.all(
    (['ca', 'certificate', 'key'] as const).map((field) => read(field, settings[field])),
  );
  if ((cert === undefined) !== (key === undefined)) {
    throw new UnusableSetting('a client certificate needs both: certificate and key');
  }
  const passphrase = key === undefined ? undefined : await passphraseOf(key, settings);
  try {
    return tls.createSecureContext({
      ca: [...trustedAuthorities(), ...(ca === undefined ? [] : [ca])],
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(passphrase !== undefined && { passphrase }),
    });
  } catch (error) {
    throw new UnusableSetting(`the certificate and its key cannot be used: ${(error as Error).message}`);
  }
}

/** Of a key that is encrypted, in PKCS #8 or as OpenSSL did it before; undefined for one that is not. */
async function passphraseOf(pem: string, settings: CertificateSettings): Promise<string | undefined> {
  if (!/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) return undefined;
  const passphrase = await settings.passphrase?.();
  if (!passphrase) throw new LockedKey(`the key ${settings.key} is encrypted, and its passphrase is missing`);
  try {
    createPrivateKey({ key: pem, passphrase });
  } catch {
    throw new LockedKey(`the key ${settings.key} does not open with the passphrase that is known`);
  }
  return passphrase;
}

async function read(field: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const file = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
  if (!isAbsolute(file)) throw new UnusableSetting(`${field} is no absolute path: ${path}`);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnusableSetting(`${field} cannot be read: ${path} (${error.code})`);
  });
  // OpenSSL passes over what it does not understand in a list of authorities.
  if (!text.includes('-----BEGIN ')) throw new UnusableSetting(`${field} is no PEM file: ${path}`);
  return text;
}

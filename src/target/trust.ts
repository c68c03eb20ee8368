import { X509Certificate } from 'node:crypto';
import { delimiter } from 'node:path';
import type { Trust } from '../connect/endpoint.ts';
import { decodeAscii } from '../files/text.ts';
import { EsxcheckError } from '../model/errors.ts';
import { type Address, urlOf } from './address.ts';
import { missingFile, readSmallFile } from './bounded-file.ts';
import type { Environment } from './environment.ts';
import { knownHostsPaths, readKnownHosts } from './known-hosts-file.ts';
import { type KnownHosts, knownThumbprint, parseThumbprint } from './known-hosts.ts';

/** What the flags say about trust; `insecure` is undefined where they say nothing. */
export interface TrustFlags {
  readonly thumbprints: readonly string[];
  readonly caFiles: readonly string[];
  readonly knownHosts: string | undefined;
  readonly insecure: boolean | undefined;
  readonly legacyTls: boolean;
}

/** What to trust at each server, and what people should be warned of. */
export interface ChosenTrust {
  readonly trustOf: (address: Address) => Trust;
  readonly warnings: readonly string[];
}

type Place = Pick<Environment, 'env' | 'platform' | 'homeDir'>;

/**
 * Gathers trust from flags and govc's variables; flags win. Throws EsxcheckError for a thumbprint beside several
 * targets and for files that cannot be read.
 */
export async function chooseTrust(
  flags: TrustFlags,
  addresses: readonly Address[],
  place: Place,
): Promise<ChosenTrust> {
  const thumbprints = flags.thumbprints.map(parseThumbprint);
  if (thumbprints.length > 0 && addresses.length > 1) throw oneTargetOnly();
  const govcCas = (place.env['GOVC_TLS_CA_CERTS'] ?? '').split(delimiter).filter((path) => path !== '');
  const ca = await readAuthorities(flags.caFiles.length > 0 ? flags.caFiles : govcCas);
  const known = await Promise.all(knownHostsPaths(flags.knownHosts, place).map(readKnownHosts));
  const insecure = flags.insecure ?? insecureByGovc(flags, place);
  const trustOf = (address: Address): Trust => ({
    thumbprints,
    ca,
    knownThumbprints: thumbprintsOf(known, address),
    insecure,
    legacyTls: flags.legacyTls,
  });
  return { trustOf, warnings: addresses.flatMap((address) => dangersOf(urlOf(address), trustOf(address))) };
}

/** GOVC_INSECURE counts only where no flag says what to trust instead. */
function insecureByGovc({ thumbprints, caFiles, knownHosts }: TrustFlags, { env }: Place): boolean {
  const isSaid = thumbprints.length > 0 || caFiles.length > 0 || knownHosts !== undefined;
  return !isSaid && ['1', 't', 'true'].includes((env['GOVC_INSECURE'] ?? '').toLowerCase());
}

function dangersOf(url: string, { insecure, legacyTls, thumbprints }: Trust): string[] {
  const dangers: string[] = [];
  if (insecure && thumbprints.length === 0) {
    dangers.push(`${url}: its certificate is not checked, so whoever answers there gets the password`);
  }
  if (legacyTls) dangers.push(`${url}: TLS 1.0 and weak ciphers are allowed`);
  return dangers;
}

function thumbprintsOf(files: readonly KnownHosts[], address: Address): readonly string[] {
  return files.map((lines) => knownThumbprint(lines, address)).filter((thumbprint) => thumbprint !== null);
}

async function readAuthorities(paths: readonly string[]): Promise<string | null> {
  const bundles = await Promise.all(paths.map(readAuthorityFile));
  return bundles.length === 0 ? null : bundles.join('');
}

async function readAuthorityFile(path: string): Promise<string> {
  const file = await readSmallFile(path, decodeAscii);
  if (file === null) throw missingFile(path);
  const blocks = file.text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || !blocks.every(isCertificate)) {
    throw new EsxcheckError('CA_FILE_INVALID', `The file ${JSON.stringify(path)} holds no certificates in PEM form.`, {
      details: ['PEM is text that begins with -----BEGIN CERTIFICATE-----.'],
    });
  }
  return blocks.map((block) => `${block}\n`).join('');
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function oneTargetOnly(): EsxcheckError {
  return new EsxcheckError(
    'THUMBPRINT_NEEDS_ONE_TARGET',
    'A thumbprint belongs to one server, but several targets are given.',
    {
      details: ['Run "esxcheck trust HOST" once for each of them instead.'],
    },
  );
}

import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading } from '../../model/reading.ts';
import { asMoment, asMoref, structureIn, textOf, type VimElement } from '../../vim/element.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { GARBLED } from '../properties/reader.ts';
import { mapped, readAt, readSinceAt } from '../property-value.ts';
import { serverTime } from './check-age.ts';
import { type ClusterContext, distinct, type GatheredReader, readEach } from './reader.ts';

const MANAGER = 'configManager.certificateManager';
const INFO = 'certificateInfo';
const DAY_MS = 86_400_000;

/** When a certificate is valid, in milliseconds since 1970. */
interface Validity {
  readonly from: number;
  readonly to: number;
}

/** What a certificate says, each part as it was read. */
interface Certificate {
  readonly validity: Reading<Validity>;
  readonly issuer: Reading<string>;
}

/**
 * Whole days until the certificate of a host expires, by the clock of the server; below 0 once it has. Hosts before 6.0
 * have no certificate manager. `config.certificate` is never asked for: it is one element a byte (docs/internals/wire.md 1.1).
 */
export const certificateDaysLeft = ofValidity(({ to }, now) => String(Math.floor((to - now) / DAY_MS)));

/** Whether the clock of the server is past the day from which the certificate is valid. */
export const certificateBegun = ofValidity(({ from }, now) => String(from <= now));

/** The name of whoever issued it, as the host has it: `CN=CA,DC=vsphere,DC=local`. */
export const certificateIssuer = ofCertificate(({ issuer }) => issuer);

function ofValidity(fact: (validity: Validity, now: number) => PropertyValue): GatheredReader {
  return ofCertificate(({ validity }, now) =>
    mapped(now, (time) => mapped(validity, (known) => read(fact(known, time)))),
  );
}

function ofCertificate(
  fact: (certificate: Certificate, now: Reading<number>) => Reading<PropertyValue>,
): GatheredReader {
  return {
    kind: 'gathered',
    paths: [MANAGER],
    since: '6.0',
    begin: (around) => {
      const managers = new Map<string, Reading<Moref>>();
      return {
        note: ({ moid, version }, content) => {
          managers.set(moid, readSinceAt(content, MANAGER, { decode: asMoref, version }));
        },
        finish: async () => {
          const { certificates, now } = await certificatesOf(around, managers.values());
          const factOf = (manager: Moref): Reading<PropertyValue> =>
            mapped(certificates.get(morefKey(manager)) ?? GARBLED, (certificate) => fact(certificate, now));
          return new Map([...managers].map(([moid, manager]) => [moid, mapped(manager, factOf)]));
        },
      };
    },
  };
}

/** What there is of the certificates of one target, and the time there. */
interface Certificates {
  readonly certificates: ReadonlyMap<string, Reading<Certificate>>;
  readonly now: Reading<number>;
}

/** All facts rest on one reading: they ask for the managers of the same hosts. */
const shared = new WeakMap<ClusterContext, Promise<Certificates>>();

function certificatesOf(around: ClusterContext, managers: Iterable<Reading<Moref>>): Promise<Certificates> {
  const reading = shared.get(around) ?? readCertificates(around, managers);
  shared.set(around, reading);
  return reading;
}

async function readCertificates(around: ClusterContext, managers: Iterable<Reading<Moref>>): Promise<Certificates> {
  const objects = distinct([...managers].flatMap((each) => (each.kind === 'read' ? [each.value] : [])));
  const request = { type: 'HostCertificateManager', paths: [INFO], objects };
  const certificates = await readEach(around, request, (content) => readAt(content, INFO, certificateIn));
  return { certificates, now: objects.length === 0 ? GARBLED : await serverTime(around) };
}

/** `HostCertificateManagerCertificateInfo`, all of whose members but the status are optional. */
function certificateIn(value: VimElement): Certificate | null {
  const info = structureIn(value);
  return info === null ? null : { validity: validityOf(info), issuer: issuerOf(info) };
}

/** One that ends before it begins is none. */
function validityOf(info: VimElement): Reading<Validity> {
  const [from, to] = ['notBefore', 'notAfter'].map((name) => asMoment(textOf(info, name) ?? ''));
  return typeof from === 'number' && typeof to === 'number' && from <= to ? read({ from, to }) : GARBLED;
}

/** A distinguished name has one attribute at least; anything else names nobody. */
function issuerOf(info: VimElement): Reading<string> {
  const issuer = (textOf(info, 'issuer') ?? '').trim();
  return /^[A-Za-z][\w.]*=\S/.test(issuer) ? read(issuer) : GARBLED;
}

import { type CertificateDetails, peekCertificate } from '../../../connect/certificate.ts';
import { escapeControlCharacters } from '../../../model/control-characters.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { type Address, urlOf } from '../../../target/address.ts';
import { defaultKnownHostsPath, pinKnownHost, readKnownHosts } from '../../../target/known-hosts-file.ts';
import { knownThumbprint, parseThumbprint } from '../../../target/known-hosts.ts';
import { askYesNo, canAsk } from '../../../target/prompt.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, note, print, warn, write } from '../../shared/console.ts';
import { describeFailure } from '../../shared/errors.ts';
import { EXIT } from '../../shared/exit-code.ts';

/** Looks at a server's certificate and, when people have compared it, remembers it in the known-hosts file. */
export async function run(args: TrustArguments, io: Io): Promise<number> {
  return trustServer(args, io);
}

export interface TrustArguments {
  readonly server: string;
  readonly sha256?: string | undefined;
  readonly thumbprint?: string | undefined;
  readonly replace?: boolean | undefined;
  readonly knownHosts?: string | undefined;
  readonly tlsLegacy?: boolean | undefined;
  /** Seconds. */
  readonly timeout: number;
}

interface Encounter {
  readonly address: Address;
  readonly certificate: CertificateDetails;
  /** The known-hosts file, and what it says of the server. */
  readonly path: string;
  readonly known: string | null;
}

/** Shows a certificate and pins it where it was confirmed. Resolves to 0 when the server is trusted, else to 1. */
export async function trustServer(args: TrustArguments, io: Io): Promise<number> {
  const expected = expectedThumbprint(args);
  const address = parseTargetArgument(args.server, 'The server');
  const path = args.knownHosts ?? defaultKnownHostsPath(io);
  const known = knownThumbprint(await readKnownHosts(path), address);
  const { host, port } = address;
  const options = { legacyTls: args.tlsLegacy === true, timeoutMs: args.timeout * 1000 };
  const certificate = await peekCertificate(host, port, options);
  await print(io, describeCertificate(urlOf(address), certificate));
  const encounter = { address, certificate, path, known };
  if (expected !== null) return pinIfExpected(encounter, expected, { replace: args.replace === true, io });
  if (isThumbprintOf(known, certificate)) return alreadyTrusted(`${path} holds this certificate already.`, io);
  if (known !== null) await warnOfChange(encounter, io);
  else if (certificate.chainTrusted) return alreadyTrusted('A known authority vouches for it: nothing to do.', io);
  return canAsk(io) ? askToPin(encounter, io) : tellHowToPin(encounter, io);
}

function expectedThumbprint({ sha256, thumbprint }: TrustArguments): string | null {
  if (sha256 !== undefined && thumbprint !== undefined) throw usageError('Give --sha256 or --thumbprint, not both.');
  const given = sha256 ?? thumbprint;
  if (given === undefined) return null;
  const parsed = parseThumbprint(given);
  const isShort = sha256 !== undefined && parsed.length < 32 * 3 - 1;
  if (isShort) throw usageError('The option --sha256 takes 64 hexadecimal digits; --thumbprint takes SHA-1 as well.');
  return parsed;
}

interface Decision {
  readonly replace: boolean;
  readonly io: Io;
}

async function pinIfExpected(encounter: Encounter, expected: string, decision: Decision): Promise<number> {
  if (isThumbprintOf(expected, encounter.certificate)) return pin(encounter, decision);
  const mismatch = new EsxcheckError(
    'CERTIFICATE_MISMATCH',
    'This is not the expected certificate; nothing is trusted.',
    {
      details: [`expected ${expected}`, 'If the server was not renewed, somebody may be standing in between.'],
    },
  );
  await write(decision.io.stderr, describeFailure(mismatch).text);
  return EXIT.violations;
}

async function askToPin(encounter: Encounter, io: Io): Promise<number> {
  const isSame = await askYesNo('Does its own console show the same SHA-256 thumbprint?', io);
  // Whoever says yes after the warning about a change means to replace.
  if (isSame) return pin(encounter, { replace: true, io });
  await note(io, 'Nothing is trusted.');
  return EXIT.violations;
}

async function tellHowToPin({ address, certificate, known }: Encounter, io: Io): Promise<number> {
  await note(io, 'Nothing is trusted yet. Compare the thumbprint with the console of the server, then run:');
  await note(io, `  ${trustCommand(address, certificate.sha256, known !== null)}`);
  return EXIT.violations;
}

async function pin({ address, certificate, path, known }: Encounter, { replace, io }: Decision): Promise<number> {
  const isSame = isThumbprintOf(known, certificate);
  await pinKnownHost({ path, address, thumbprint: certificate.sha256, replace: replace || isSame });
  await note(io, `Trusted: ${path} holds the certificate of ${urlOf(address)}.`);
  return EXIT.done;
}

async function alreadyTrusted(sentence: string, io: Io): Promise<number> {
  await note(io, sentence);
  return EXIT.done;
}

async function warnOfChange({ known, path }: Encounter, io: Io): Promise<void> {
  await warn(io, `the certificate is NOT the one that ${path} holds, ${known}`);
  await warn(io, 'trust it only if the certificate of the server was renewed');
}

function isThumbprintOf(thumbprint: string | null, { sha256, sha1 }: CertificateDetails): boolean {
  return thumbprint === sha256 || thumbprint === sha1;
}

/** A certificate for people to compare; its texts come from the server and are made harmless. */
export function describeCertificate(url: string, certificate: CertificateDetails): string {
  const { subject, issuer, validFrom, validTo, sha256, sha1, chainTrusted, chainProblem } = certificate;
  const rows = [
    ['Subject', oneLine(subject)],
    ['Issuer', oneLine(issuer)],
    ['Valid', `${oneLine(validFrom)} to ${oneLine(validTo)}`],
    ['SHA-256', sha256],
    ['SHA-1', sha1],
    ['Chain', chainTrusted ? 'trusted: a known authority signed it' : `not trusted (${chainProblem})`],
  ];
  return [url, ...rows.map(([name = '', value]) => `  ${name.padEnd(8)} ${value}`)].map((line) => `${line}\n`).join('');
}

/** The command that pins a certificate, to be pasted into a shell. */
export function trustCommand({ host, port }: Address, sha256: string, replace: boolean): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const server = port === 443 ? name : `${name}:${port}`;
  // Some shells take brackets for a pattern.
  const quoted = server.startsWith('[') ? `'${server}'` : server;
  return `esxcheck trust ${quoted} --sha256 ${sha256}${replace ? ' --replace' : ''}`;
}

/** Node puts the parts of a distinguished name on lines of their own. */
function oneLine(text: string): string {
  return escapeControlCharacters(text.replaceAll('\n', ', '));
}

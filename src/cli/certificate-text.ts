import type { CertificateDetails } from '../connect/certificate.ts';
import { harmless } from '../model/harmless.ts';
import type { Address } from '../target/address.ts';

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
  return harmless(text.replaceAll('\n', ', '));
}

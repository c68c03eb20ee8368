import { SaxesParser } from 'saxes';
import type { TokenCredentials } from '../connect/endpoint.ts';
import { EsxcheckError } from '../model/errors.ts';
import { missingFile, readSmallFile } from './bounded-file.ts';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const HOLDER_OF_KEY = 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key';
/** Real assertions stay below 20. */
const DEEPEST = 64;

/** A SAML token, and what people should be warned of. */
export interface FoundToken {
  readonly credentials: TokenCredentials;
  readonly warnings: readonly string[];
}

/**
 * Reads a SAML 2.0 bearer assertion as `govc session.login -issue` prints it. `now`: milliseconds since 1970.
 * Throws EsxcheckError FILE_NOT_READ, TOKEN_INVALID or TOKEN_EXPIRED; none repeats anything of the token but its subject.
 */
export async function readToken(path: string, now: number): Promise<FoundToken> {
  const file = await readSmallFile(path);
  if (file === null) throw missingFile(path);
  const isOpen = file.mode !== null && (file.mode & 0o077) !== 0 && process.platform !== 'win32';
  const warnings = isOpen ? [`${path} can be read by other users: chmod 600 ${path}`] : [];
  return { credentials: parseToken(file.text, path, now), warnings };
}

/** What an assertion says of itself. */
interface Assertion {
  /** Namespace and name of the outermost element. */
  root: string;
  subject: string;
  notOnOrAfter: string | null;
  confirmations: string[];
}

/** Reads the text of such a file; `path` is for messages. Throws TOKEN_INVALID and TOKEN_EXPIRED. */
export function parseToken(text: string, path: string, now: number): TokenCredentials {
  // It goes into a SOAP header as it is, where a declaration may not stand.
  const token = text
    .replace(/^\ufeff/, '')
    .replace(/^\s*<\?xml[^>]*\?>/, '')
    .trim();
  const { root, subject, notOnOrAfter, confirmations } = readAssertion(token, path);
  if (root !== `{${SAML}}Assertion`) throw invalid(path, 'holds no SAML 2.0 assertion.');
  if (confirmations.includes(HOLDER_OF_KEY)) {
    throw invalid(path, 'holds a holder-of-key token, which needs a key beside it.', ['Ask for a bearer token.']);
  }
  if (subject === '') throw invalid(path, 'names no subject.');
  const end = notOnOrAfter === null ? NaN : Date.parse(notOnOrAfter);
  if (end <= now) {
    throw new EsxcheckError('TOKEN_EXPIRED', `The token of ${subject} ended at ${new Date(end).toISOString()}.`, {
      details: ['Have a new one issued. If it was issued just now, compare the clock of this machine.'],
    });
  }
  return { user: subject, token };
}

function readAssertion(token: string, path: string): Assertion {
  const found: Assertion = { root: '', subject: '', notOnOrAfter: null, confirmations: [] };
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: true, position: false });
  const refuse = (): never => {
    throw invalid(path, 'is no well-formed XML element.');
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('xmldecl', refuse);
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length >= DEEPEST) refuse();
    if (open.length === 0) found.root = `{${uri}}${local}`;
    const valueOf = (name: string): string | null =>
      Object.values(attributes).find((each) => each.local === name && each.uri === '')?.value ?? null;
    open.push(local);
    const place = open.join('/');
    if (place === 'Assertion/Conditions') found.notOnOrAfter = valueOf('NotOnOrAfter');
    if (place === 'Assertion/Subject/SubjectConfirmation') found.confirmations.push(valueOf('Method') ?? '');
  });
  parser.on('text', (text) => {
    if (open.join('/') === 'Assertion/Subject/NameID') found.subject += text.trim();
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(token).close();
  return found;
}

function invalid(path: string, what: string, details: readonly string[] = []): EsxcheckError {
  return new EsxcheckError('TOKEN_INVALID', `The file ${JSON.stringify(path)} ${what}`, {
    details: [...details, 'Such a file is made by: govc session.login -issue > token.xml'],
  });
}

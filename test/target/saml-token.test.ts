import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseConnections } from '../../src/target/connections.ts';
import { readToken } from '../../src/target/saml-token.ts';
import { refusalOf, surroundings, temporaryFolder } from './surroundings.ts';

const NOW = Date.parse('2026-01-02T03:00:00Z');
const SECRET = 'c2lnbmF0dXJl-of-the-token';

function assertion({ method = 'urn:oasis:names:tc:SAML:2.0:cm:bearer', end = '2026-01-02T04:00:00Z' } = {}): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0">' +
    `<saml2:Subject><saml2:NameID Format="x">audit@vsphere.local</saml2:NameID><saml2:SubjectConfirmation Method="${method}"/></saml2:Subject>` +
    `<saml2:Conditions NotBefore="2026-01-02T02:00:00Z" NotOnOrAfter="${end}"/>` +
    `<saml2:Note>${SECRET}</saml2:Note></saml2:Assertion>\n`
  );
}

async function fileOf(text: string, mode = 0o600) {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'token.xml');
  await writeFile(path, text);
  await chmod(path, mode);
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

test('a bearer token names its subject, and loses its XML declaration alone', async () => {
  await using file = await fileOf(assertion());
  const { credentials, warnings } = await readToken(file.path, NOW);
  expect(credentials.user).toBe('audit@vsphere.local');
  expect(credentials.token).toBe(
    assertion()
      .trim()
      .replace(/^<\?xml.*\?>\n/, ''),
  );
  expect(warnings).toEqual([]);
});

test('a file that others may read is warned of', async () => {
  await using file = await fileOf(assertion(), 0o644);
  expect((await readToken(file.path, NOW)).warnings).toEqual([expect.stringContaining('chmod 600')]);
});

test.each([
  ['a token that has ended', assertion({ end: '2026-01-02T03:00:00Z' }), 'TOKEN_EXPIRED'],
  ['one that needs a key', assertion({ method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }), 'TOKEN_INVALID'],
  ['one that would end the header early', `${assertion()}</wsse:Security>`, 'TOKEN_INVALID'],
  ['two elements', assertion() + assertion().replace(/^.*\n/, ''), 'TOKEN_INVALID'],
  ['a prefix that is declared nowhere', assertion().replace('<saml2:Note>', '<saml2:Note><x:y/>'), 'TOKEN_INVALID'],
  ['a document type', assertion().replace('\n', '<!DOCTYPE x [<!ENTITY a "b">]>'), 'TOKEN_INVALID'],
  ['another namespace', assertion().replace('SAML:2.0:assertion"', 'SAML:1.0:assertion"'), 'TOKEN_INVALID'],
  ['no subject', assertion().replace('audit@vsphere.local', ' '), 'TOKEN_INVALID'],
  [
    'what is nested without end',
    assertion().replace('<saml2:Note>', `<saml2:Note>${'<a>'.repeat(99)}`),
    'TOKEN_INVALID',
  ],
  ['an empty file', '', 'TOKEN_INVALID'],
  ['a JSON web token', 'eyJhbGciOi.J9.x', 'TOKEN_INVALID'],
])('%s is refused, and nothing of it is repeated', async (_, text, code) => {
  await using file = await fileOf(text);
  const refusal = await refusalOf(() => readToken(file.path, NOW));
  expect(refusal.code).toBe(code);
  expect(refusal.text).not.toContain(SECRET);
});

test('a token stands alone: a user or a password beside it is refused', async () => {
  await using file = await fileOf(assertion({ end: '2999-01-01T00:00:00Z' }));
  const flags = {
    targets: ['vc01'],
    user: undefined,
    password: { file: undefined, stdin: false, command: undefined },
    tokenFile: file.path,
    trust: { thumbprints: [], caFiles: [], knownHosts: undefined, insecure: undefined, legacyTls: false },
    timeoutMs: 1000,
  };
  const env = { GOVC_USERNAME: 'root', ESXCHECK_PASSWORD: 'secret' };
  const { connections } = await chooseConnections(flags, surroundings({ env }));
  expect(connections[0]?.credentials).toEqual({ user: 'audit@vsphere.local', token: expect.any(String) });
  for (const beside of [{ user: 'root' }, { password: { ...flags.password, stdin: true } }]) {
    expect((await refusalOf(() => chooseConnections({ ...flags, ...beside }, surroundings()))).code).toBe(
      'TOKEN_AMBIGUOUS',
    );
  }
});

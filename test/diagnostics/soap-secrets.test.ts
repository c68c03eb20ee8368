import { assert, property, string as stringOf } from 'fast-check';
import { expect, test } from 'vitest';
import { REMOVED, sessionKeyIn, withoutSecrets } from '../../src/support/trace-folder.ts';
import { login, loginByToken } from '../../src/vim/methods/session.ts';
import { envelope } from '../../src/vim/xml-writer.ts';

const MANAGER = { type: 'SessionManager', value: 'SessionManager' };
/** Legal in XML, and not so short that it stands in the envelope by chance. */
const secret = stringOf({ unit: 'grapheme', minLength: 8 }).filter((text) =>
  /^[^\p{Cc}\p{Cs}\ufffe\uffff]{8,}$/u.test(text),
);

test('no password that a login can carry is left in what is traced', () => {
  assert(
    property(secret, (password) => {
      const request = envelope(login(MANAGER, 'root', password).body, 'op-1');
      const traced = withoutSecrets(request, 'Login', new Set([password]));
      expect(traced).toContain(`<password>${REMOVED}</password>`);
      expect(traced).not.toContain(password);
    }),
  );
});

test('a short password goes with its element, and does not eat the words around it', () => {
  const traced = withoutSecrets(envelope(login(MANAGER, 'root', 'a').body, 'op-1'), 'Login', new Set(['a']));
  expect(traced).toContain('<userName>root</userName><password>(removed)</password>');
  expect(traced).toContain('SessionManager');
});

test('a token goes with the whole security header', () => {
  const { header, body } = loginByToken(MANAGER, '<s:Assertion xmlns:s="x">signed\nby many</s:Assertion>');
  const traced = withoutSecrets(envelope(body, 'op-1', header), 'LoginByToken', new Set());
  expect(traced).toMatch(/<wsse:Security [^>]*>\(removed\)<\/wsse:Security>/);
  expect(traced).not.toContain('Assertion');
});

test('a secret that turns up where nobody expects it is removed there, escaped or not', () => {
  const secrets = new Set(['p&ss"word<']);
  const traced = withoutSecrets('<a>p&amp;ss"word&lt;</a><b>p&amp;ss&quot;word&lt;</b><c>p&ss"word<</c>', 'X', secrets);
  expect(traced).toBe('<a>(removed)</a><b>(removed)</b><c>(removed)</c>');
});

test('the key of a session is found in the answer to a login, whatever its prefix, and removed there', () => {
  const answer =
    '<n:LoginResponse><n:returnval><n:key>52f0-aa</n:key><n:userName>root</n:userName></n:returnval></n:LoginResponse>';
  expect(sessionKeyIn(answer, 'Login')).toBe('52f0-aa');
  expect(withoutSecrets(answer, 'Login', new Set())).not.toContain('52f0-aa');
  // Rulesets have keys as well, and those are wanted.
  const rulesets = '<returnval><key>vic-engine</key></returnval>';
  expect(withoutSecrets(rulesets, 'RetrievePropertiesEx', new Set())).toBe(rulesets);
  expect(sessionKeyIn(rulesets, 'RetrievePropertiesEx')).toBeNull();
});

test('the address of a backup, which anybody may fetch, is removed', () => {
  const answer =
    '<BackupFirmwareConfigurationResponse><returnval>http://*/downloads/52-x/bundle.tgz</returnval></BackupFirmwareConfigurationResponse>';
  expect(withoutSecrets(answer, 'BackupFirmwareConfiguration', new Set())).not.toContain('52-x');
});

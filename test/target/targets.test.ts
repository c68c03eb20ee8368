import { expect, test } from 'vitest';
import { urlOf } from '../../src/target/address.ts';
import { chooseTargets } from '../../src/target/targets.ts';
import { refusalOf } from './surroundings.ts';

const NOBODY = { user: null, password: null };

test('several targets keep their order, and the same one is asked once', () => {
  const { addresses } = chooseTargets(['vc02', 'vc01', 'https://VC02:443/sdk', 'vc02:8443'], {});
  expect(addresses.map(urlOf)).toEqual(['https://vc02/sdk', 'https://vc01/sdk', 'https://vc02:8443/sdk']);
});

test('without a flag the target and its account come from GOVC_URL', () => {
  const chosen = chooseTargets([], { GOVC_URL: 'https://root:secret@vc01/sdk' });
  const account = { user: 'root', password: 'secret' };
  expect(chosen).toEqual({ addresses: [{ host: 'vc01', port: 443 }], account, govcIsOf: null });
});

test('the account in GOVC_URL is never offered to another server', () => {
  const env = { GOVC_URL: 'https://root:secret@vc01/sdk' };
  expect(chooseTargets(['vc02'], env).account).toEqual(NOBODY);
  expect(chooseTargets(['vc01:8443'], env).account).toEqual(NOBODY);
  expect(chooseTargets(['vc01', 'vc02'], env).account).toEqual(NOBODY);
  expect(chooseTargets(['vc01'], env).account).toEqual({ user: 'root', password: 'secret' });
});

test('a mistake in GOVC_URL matters only where it is used', async () => {
  expect(chooseTargets(['vc01'], { GOVC_URL: 'http://vc01' }).account).toEqual(NOBODY);
  expect((await refusalOf(() => chooseTargets([], { GOVC_URL: 'http://vc01' }))).text).toContain('GOVC_URL');
});

test('a password in an argument is refused without repeating it', async () => {
  const { code, text } = await refusalOf(() => chooseTargets(['https://root:hunter2@vc01/sdk'], {}));
  expect(code).toBe('PASSWORD_IN_ARGUMENTS');
  expect(text).not.toContain('hunter2');
  expect(text).toContain('--password-file');
});

test('a user name in an argument is refused with the flag to use', async () => {
  const { text } = await refusalOf(() => chooseTargets(['root@vc01'], {}));
  expect(text).toContain('--user');
});

test('without any target the error says how to name one and how to see a scan without', async () => {
  const { code, text } = await refusalOf(() => chooseTargets([], {}));
  expect(code).toBe('TARGET_MISSING');
  expect(text).toMatch(/--target.*GOVC_URL.*esxcheck demo/s);
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { chooseTrust } from '../../src/target/trust.ts';
import type { TrustFlags } from '../../src/target/trust.ts';
import { refusalOf, surroundings, temporaryFolder } from './surroundings.ts';

const SHA1 = Array.from({ length: 20 }, () => 'A1').join(':');
const SHA256 = Array.from({ length: 32 }, () => 'B2').join(':');
const NO_FLAGS: TrustFlags = {
  thumbprints: [],
  caFiles: [],
  knownHosts: undefined,
  insecure: undefined,
  legacyTls: false,
};
const vc01 = { host: 'vc01', port: 443 };
const vc02 = { host: 'vc02', port: 443 };

test('nothing said means nothing but the known authorities', async () => {
  const { trustOf, warnings } = await chooseTrust(NO_FLAGS, [vc01], surroundings());
  expect(trustOf(vc01)).toEqual({
    thumbprints: [],
    ca: null,
    knownThumbprints: [],
    insecure: false,
    legacyTls: false,
  });
  expect(warnings).toEqual([]);
});

test('a thumbprint is brought into its normal form, and needs exactly one target', async () => {
  const flags = { ...NO_FLAGS, thumbprints: [SHA1.toLowerCase().replaceAll(':', '')] };
  expect((await chooseTrust(flags, [vc01], surroundings())).trustOf(vc01).thumbprints).toEqual([SHA1]);
  const { code } = await refusalOf(() => chooseTrust(flags, [vc01, vc02], surroundings()));
  expect(code).toBe('THUMBPRINT_NEEDS_ONE_TARGET');
});

const insecure = async (flags: Partial<TrustFlags>, value: string) => {
  const around = surroundings({ env: { GOVC_INSECURE: value } });
  return (await chooseTrust({ ...NO_FLAGS, ...flags }, [vc01], around)).trustOf(vc01).insecure;
};

test('GOVC_INSECURE counts unless a flag says what to trust', async () => {
  expect(await insecure({}, '1')).toBe(true);
  expect(await insecure({}, 'true')).toBe(true);
  expect(await insecure({}, '0')).toBe(false);
  expect(await insecure({}, 'perhaps')).toBe(false);
  expect(await insecure({ insecure: false }, '1')).toBe(false);
  expect(await insecure({ thumbprints: [SHA1] }, '1')).toBe(false);
  expect(await insecure({ knownHosts: '/nonexistent' }, '1')).toBe(false);
});

test('each target whose checks are weakened is warned about; a pin makes --insecure harmless', async () => {
  const flags = { ...NO_FLAGS, insecure: true, legacyTls: true };
  const { warnings } = await chooseTrust(flags, [vc01, vc02], surroundings());
  expect(warnings.filter((warning) => warning.includes('certificate is not checked'))).toHaveLength(2);
  expect(warnings.filter((warning) => warning.includes('TLS 1.0'))).toHaveLength(2);
  const pinned = { ...NO_FLAGS, insecure: true, thumbprints: [SHA1] };
  expect((await chooseTrust(pinned, [vc01], surroundings())).warnings).toEqual([]);
});

test('known thumbprints come from all files that are consulted', async () => {
  await using folder = await temporaryFolder();
  const ours = join(folder.path, 'ours');
  await writeFile(ours, `vc01 ${SHA1}\nvc02:443 ${SHA256}\n`);
  const given = await chooseTrust({ ...NO_FLAGS, knownHosts: ours }, [vc01, vc02], surroundings());
  expect(given.trustOf(vc01).knownThumbprints).toEqual([SHA1]);
  const env = { GOVC_TLS_KNOWN_HOSTS: ours };
  expect((await chooseTrust(NO_FLAGS, [vc02], surroundings({ env }))).trustOf(vc02).knownThumbprints).toEqual([SHA256]);
});

test('authorities come from the flags, else from GOVC_TLS_CA_CERTS, and only certificates are taken', async () => {
  await using folder = await temporaryFolder();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'authority' }]);
  const path = join(folder.path, 'ca.pem');
  await writeFile(path, `comment\n${key}\n${cert}`);
  const byFlag = await chooseTrust({ ...NO_FLAGS, caFiles: [path] }, [vc01], surroundings());
  const ca = byFlag.trustOf(vc01).ca ?? '';
  expect(ca.replace(/\s/g, '')).toBe(cert.replace(/\s/g, ''));
  const env = { GOVC_TLS_CA_CERTS: path };
  expect((await chooseTrust(NO_FLAGS, [vc01], surroundings({ env }))).trustOf(vc01).ca).toBe(ca);
});

test.each(['', 'no PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
  'a file of authorities that holds %j is refused',
  async (text) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'ca.pem');
    await writeFile(path, text);
    const { code } = await refusalOf(() => chooseTrust({ ...NO_FLAGS, caFiles: [path] }, [vc01], surroundings()));
    expect(code).toBe('CA_FILE_INVALID');
  },
);

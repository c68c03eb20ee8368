import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  defaultKnownHostsPath,
  knownHostsPaths,
  pinKnownHost,
  readKnownHosts,
} from '../../src/target/known-hosts-file.ts';
import { refusalOf, surroundings, temporaryFolder } from './surroundings.ts';

const SHA1 = Array.from({ length: 20 }, () => 'A1').join(':');
const SHA256 = Array.from({ length: 32 }, () => 'B2').join(':');
const address = { host: 'vc01', port: 443 };

test('the file is in the config folder of the user', () => {
  const unix = { ...surroundings({ homeDir: '/home/me' }), platform: 'linux' as const };
  expect(defaultKnownHostsPath(unix)).toBe('/home/me/.config/esxcheck/known_hosts');
  expect(defaultKnownHostsPath({ ...unix, env: { XDG_CONFIG_HOME: '/conf' } })).toBe('/conf/esxcheck/known_hosts');
  const windows = { ...unix, platform: 'win32' as const, env: { APPDATA: '/AppData' } };
  expect(defaultKnownHostsPath(windows)).toBe('/AppData/esxcheck/known_hosts');
});

test('a given file is the only one; else ours and those of govc are consulted', () => {
  const place = surroundings({ homeDir: '/home/me', env: { GOVC_TLS_KNOWN_HOSTS: ['/a', '/b'].join(delimiter) } });
  expect(knownHostsPaths('/given', place)).toEqual(['/given']);
  expect(knownHostsPaths(undefined, place)).toEqual([defaultKnownHostsPath(place), '/a', '/b']);
});

test('a missing file knows nobody', async () => {
  expect(await readKnownHosts('/nonexistent/known_hosts')).toEqual([]);
});

test('the first pin makes the folder, for its owner alone, and leaves no other file behind', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'esxcheck', 'known_hosts');
  await pinKnownHost({ path, address, thumbprint: SHA256, replace: false });
  expect(await readFile(path, 'utf8')).toBe(`vc01:443 ${SHA256}\n`);
  expect(await readdir(join(folder.path, 'esxcheck'))).toEqual(['known_hosts']);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('another thumbprint is replaced only when told', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'known_hosts');
  await writeFile(path, `# mine\nvc01 ${SHA1}\nvc02 ${SHA1}`);
  const pin = (replace: boolean) => pinKnownHost({ path, address, thumbprint: SHA256, replace });
  expect((await refusalOf(() => pin(false))).code).toBe('ALREADY_KNOWN');
  expect(await readFile(path, 'utf8')).toBe(`# mine\nvc01 ${SHA1}\nvc02 ${SHA1}`);
  await pin(true);
  expect(await readFile(path, 'utf8')).toBe(`# mine\nvc02 ${SHA1}\nvc01:443 ${SHA256}\n`);
});

test('a file that cannot be written is an error that names it', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'known_hosts');
  await mkdir(path);
  const { code, text } = await refusalOf(() => pinKnownHost({ path, address, thumbprint: SHA256, replace: false }));
  expect(code).toBe('FILE_NOT_READ');
  expect(text).toContain('it is a folder');
});

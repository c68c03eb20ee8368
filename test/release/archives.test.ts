import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { PLATFORMS } from '../../src/build/release/platforms.ts';
import { ACCOUNT, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { LINUX, namesIn, PARTS, run, TARBALL, VERSION, WINDOWS } from './released.ts';

test('every file of the release has its checksum, and sha256sum agrees', async () => {
  const { stdout } = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: 'release' });
  expect(stdout.trim().split('\n')).toHaveLength(4);
  const sums = readFileSync('release/SHA256SUMS', 'utf8');
  for (const file of [TARBALL, LINUX, WINDOWS, PARTS]) {
    expect(sums).toContain(createHash('sha256').update(readFileSync(file)).digest('hex'));
  }
});

test('the Linux archive runs where there is no Node.js, through a link too, and keeps a history', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(gen8Estate(2));
  await run('tar', ['-xzf', LINUX, '-C', folder.path]);
  await symlink(join(folder.path, 'esxcheck/esxcheck'), join(folder.path, 'started'));
  // Nothing but what a POSIX system has.
  const env = { PATH: '/usr/bin:/bin', HOME: folder.path, ESXCHECK_PASSWORD: ACCOUNT.password };
  const start = (...words: readonly string[]) => run(join(folder.path, 'started'), words, { env, cwd: folder.path });
  expect((await start('--version')).stdout.trim()).toBe(VERSION);
  expect((await start('demo')).stdout).toContain('hpe/gen8-interrupt-remapping');
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--thumbprint', vcenter.certificate.sha256];
  const scan = ['scan', ...target, '--user', ACCOUNT.user, '--record', '--history', 'h.db', '--output', 'scan.json'];
  await start(...scan);
  const text = await readFile(join(folder.path, 'scan.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ summary: { hosts: 2 } });
  expect((await start('history', '--history', 'h.db', '--format', 'json')).stdout).toContain('esxcheck.history/1');
});

function nativeLibraries(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('/index.node'));
}

test('both archives bring the same Node.js and their own library, and no other', () => {
  expect(new Set(PLATFORMS.map(({ node }) => node.version)).size).toBe(1);
  const linux = namesIn(LINUX);
  const windows = Object.keys(unzipSync(readFileSync(WINDOWS), { filter: () => true }));
  expect(linux).toEqual(expect.arrayContaining(['esxcheck/node', 'esxcheck/esxcheck', 'esxcheck/LICENSE.node']));
  expect(windows).toEqual(
    expect.arrayContaining(['esxcheck/node.exe', 'esxcheck/esxcheck.cmd', 'esxcheck/LICENSE.node']),
  );
  expect(nativeLibraries(linux)).toEqual(['esxcheck/lib/node_modules/@libsql/linux-x64-gnu/index.node']);
  expect(nativeLibraries(windows)).toEqual(['esxcheck/lib/node_modules/@libsql/win32-x64-msvc/index.node']);
  const tests = [...linux, ...windows].filter((name) => /^esxcheck\/lib\/(test|src\/build)\//.test(name));
  expect(tests).toEqual([]);
});

test('Windows gets a binary of Windows, and a script that starts it', () => {
  const files = unzipSync(readFileSync(WINDOWS), { filter: ({ name }) => /\.(exe|cmd)$/.test(name) });
  const binary = files['esxcheck/node.exe'] ?? new Uint8Array();
  expect(Buffer.from(binary.subarray(0, 2)).toString('latin1')).toBe('MZ');
  const script = Buffer.from(files['esxcheck/esxcheck.cmd'] ?? []).toString('latin1');
  expect(script).toBe('@echo off\r\n"%~dp0node.exe" "%~dp0lib\\dist\\src\\cli\\main.js" %*\r\n');
});

test('the list of parts names every package that is installed, with its licence', () => {
  const { bomFormat, components, metadata } = JSON.parse(readFileSync(PARTS, 'utf8')) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly name: string; readonly version: string; readonly licenses?: unknown[] }[];
    readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  };
  expect(bomFormat).toBe('CycloneDX');
  expect(metadata.component).toMatchObject({ name: 'esxcheck', version: VERSION });
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const named = components.map(({ name }) => name);
  expect(named).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(named).not.toContain('vitest');
});

test('the list of parts is what its makers call valid', async () => {
  expect(
    await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(readFileSync(PARTS, 'utf8')),
  ).toBeNull();
});

test('the container file takes what the release holds', () => {
  const text = readFileSync('src/build/release/Containerfile', 'utf8');
  const added = /^ADD (\S+) \/opt\/$/m.exec(text)?.[1]?.replace('${VERSION}', VERSION);
  expect(LINUX.endsWith(added ?? '?')).toBe(true);
  const started = [...(/^ENTRYPOINT \["\/opt\/(.*)", "\/opt\/(.*)"\]$/m.exec(text) ?? [])].slice(1);
  const names = namesIn(LINUX);
  expect(started).toHaveLength(2);
  for (const path of started) expect(names).toContain(path);
});

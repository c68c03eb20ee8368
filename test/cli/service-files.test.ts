import { chmod, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unreadableFiles } from '../../src/cli/commands/schedule/service-files.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { folderOfTest } from '../history/stored.ts';

const TARGETS = ['a/pw', 'b/pw', 'pw'].map(
  (file, index) => `  - { address: vc0${index}, user: audit, password: { file: ${file} } }`,
);

test('what a user without friends cannot read is told with why, and each secret has a name of its own', async () => {
  const folder = await realpath(await folderOfTest());
  await chmod(folder, 0o755);
  for (const [name, mode] of [
    ['a', 0o755],
    ['b', 0o700],
  ] as const) {
    await mkdir(join(folder, name));
    await chmod(join(folder, name), mode);
    await writeFile(join(folder, name, 'pw'), 'x');
    await chmod(join(folder, name, 'pw'), name === 'a' ? 0o640 : 0o644);
  }
  const file = join(folder, 'esxcheck.yaml');
  const text = `targets:\n${TARGETS.join('\n')}\n`;
  await writeFile(file, text);
  await chmod(file, 0o644);
  const config = parseConfig(text, file);
  if (!('sections' in config)) throw new Error('the config is wrong');
  expect(await unreadableFiles(config, false)).toEqual([
    { path: join(folder, 'a/pw'), why: 'its mode is 0640', credential: 'pw', isToken: false },
    {
      path: join(folder, 'b/pw'),
      why: `the folder ${join(folder, 'b')} is closed to other users`,
      credential: 'pw-2',
      isToken: false,
    },
    { path: join(folder, 'pw'), why: 'it is not there', credential: 'pw-3', isToken: false },
  ]);
  const [first] = await unreadableFiles(config, true);
  expect(first).toEqual({ path: file, why: 'the service is not shown /tmp', credential: null, isToken: false });
});

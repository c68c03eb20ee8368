import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseRules } from '../../src/cli/shared/select-rules.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
import { capturedIo, sink } from './captured-io.ts';

let folder: string;
const file = (): string => join(folder, 'advisories.json');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-idle-flags-'));
  await writeFile(file(), JSON.stringify(shippedAdvisories()));
});
afterAll(() => rm(folder, { recursive: true }));

type Flags = Parameters<typeof chooseRules>[0];

async function warnings(args: Flags, config = 'packs: [hpe, vic]\npatchWithin: 30d\n'): Promise<string> {
  const parsed = parseConfig(config, 'esxcheck.yaml');
  if (!('sections' in parsed)) throw new Error(JSON.stringify(parsed));
  const stderr = sink();
  await chooseRules(args, { config: parsed, io: capturedIo({ stderr }) });
  return stderr.text;
}

test.each<[string, Flags, string]>([
  ['a time to patch', { pack: ['vic'], patchWithin: 30 }, '--patch-within has no effect'],
  ['a time to patch, of the usual packs', { patchWithin: 30 }, '--patch-within has no effect'],
  ['a time to patch, of one rule', { rule: ['vic/outbound-2377'], patchWithin: 30 }, '--patch-within has no effect'],
])('%s changes nothing without a rule of an advisory, and that is said', async (_, args, sentence) => {
  expect(await warnings(args)).toContain(`${sentence}: no rule of an advisory judges here; add --pack advisories.`);
});

test('a file of advisories changes nothing without their pack, and that is said in the same sentence', async () => {
  expect(await warnings({ pack: ['vic'], advisories: file() })).toContain('--advisories has no effect');
  const both = await warnings({ pack: ['vic'], advisories: file(), patchWithin: 30 });
  expect(both.match(/no effect/g)).toHaveLength(1);
  expect(both).toContain('--patch-within and --advisories have no effect');
});

test.each<[string, Flags]>([
  ['the pack', { pack: ['vic', 'advisories'], patchWithin: 30 }],
  ['a rule of the pack', { rule: ['advisories/vmsa-2025-0004-cve-2025-22224'], patchWithin: 30 }],
  ['the key of a config alone', { pack: ['vic'] }],
])('with %s nothing is said', async (_, args) => {
  expect(await warnings(args)).not.toContain('no effect');
});

test('a file of advisories is read once, so that it can be a pipe', async () => {
  const pipe = join(folder, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const old = { ...shippedAdvisories(), asOf: '2026-08-01', exploited: { list: 'a list', asOf: '2025-08-25' } };
  const [said] = await Promise.all([
    warnings({ pack: ['advisories'], advisories: pipe }),
    writeFile(pipe, JSON.stringify(old)),
  ]);
  expect(said).toContain('The advisories are of 2026-08-01');
});

import { expect, test } from 'vitest';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { bench } from './command-support.ts';
import { KERNEL, RULESET } from './support.ts';

const OBSTACLES: readonly (readonly [string, HostTrouble, string])[] = [
  ['a patch was staged since', { stagedPatch: true }, 'would-not-last'],
  ['it keeps nothing over a boot', { stateless: true }, 'would-not-last'],
  ['it has lost its boot device', { bootDevice: 'lost' }, 'would-not-last'],
  ['that cannot be read', { noPermission: ['parent'] }, 'unread'],
];

test.each(OBSTACLES)('a host is left alone when %s', async (_what, trouble, reason) => {
  await using at = await bench(2, [KERNEL, RULESET]);
  at.vcenter.disturbHost('esx-01', trouble);
  const dry = await at.run(['apply', at.planFile, '--format', 'lines']);
  expect(dry.stdout).toContain(`refused (${reason})`);
  const { exitCode, stdout } = await at.run(['apply', at.planFile, '--confirm', '--format', 'lines']);
  expect(stdout).toMatch(new RegExp(`^esx-01: .*: refused \\(${reason}\\)`, 'm'));
  expect(stdout).toMatch(/^esx-02: .*: done$/m);
  expect(exitCode).toBe(1);
  expect(at.vcenter.calls.writes.filter(({ host }) => host === 'esx-01')).toEqual([]);
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { bench } from './command-support.ts';
import { applied, appliedOnce, type Change, planOf, temporaryFolder, told, wrongEstate } from './support.ts';

/** Sets what is there already, so that it does not merely follow the default any more. */
const PIN: Change = [
  { kind: 'kernelSetting', name: 'iovDisableIR', value: 'TRUE' },
  { kind: 'kernelSetting', name: 'iovDisableIR', value: 'TRUE' },
];

test('a value that is to be pinned is sent although it is there already, and once', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const run = { plan: planOf(vcenter, [PIN]), journal: join(folder.path, 'j') };
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 done']);
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 done']);
  expect(vcenter.calls.writes.map(({ arguments: given }) => given)).toEqual([
    { setting: 'iovDisableIR', value: 'TRUE' },
  ]);
});

test('a pin that was not answered is indeterminate: reading cannot tell', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  vcenter.disturb({ kind: 'drop', method: 'ExecuteSoap', after: 1 });
  const run = { plan: planOf(vcenter, [PIN]), journal: join(folder.path, 'j') };
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 indeterminate unverified']);
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 done']);
});

test('a pin that is refused has failed, and one that cannot be read is not sent', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  vcenter.disturb({ kind: 'fault', method: 'ExecuteSoap', after: 1 });
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [PIN])))).toEqual(['esx-01 failed rejected']);
  vcenter.disturbHost('esx-01', { drops: true });
  const { length } = vcenter.calls.writes;
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [PIN])))).toEqual(['esx-01 refused unread']);
  expect(vcenter.calls.writes).toHaveLength(length);
});

test('there is nothing to send to take a pin back', async () => {
  await using at = await bench(1, [PIN]);
  await at.run(['apply', at.planFile, '--confirm']);
  const { length } = at.vcenter.calls.writes;
  const { exitCode, stdout } = await at.run(['rollback', at.planFile, '--confirm', '--format', 'lines']);
  expect(stdout).toContain('already-so');
  expect(exitCode).toBe(0);
  expect(at.vcenter.calls.writes).toHaveLength(length);
});

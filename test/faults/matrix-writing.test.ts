import { expect, test } from 'vitest';
import { ALWAYS, type FaultBench, HOUR, type Law, walk } from './bench.ts';
import { cellsOf, type Stage } from './cells.ts';

interface Applied {
  readonly steps: readonly { readonly host: string; readonly outcome: string }[];
}

/** Told as done is what the host itself says now; told as refused is what nobody wrote; nothing is written twice. */
const tellsWhatIs: Law = ({ vcenter }, { stdout }) => {
  const hosts = vcenter.hosts.map(({ spec, kernel }) => ({
    name: spec.name,
    value: kernel.get('iovDisableIR')?.configured,
  }));
  const writes = hosts.map(({ name }) =>
    vcenter.calls.writes.filter(({ host, method }) => host === name && method.includes('kernel')),
  );
  const twice = writes.filter(({ length }) => length > 1).length;
  const wrong = twice > 0 ? [`${twice} hosts are written to twice`] : [];
  if (stdout === '') return wrong;
  const { steps } = JSON.parse(stdout) as Applied;
  const done = steps.filter(({ outcome }) => outcome === 'done' || outcome === 'already-so').length;
  const right = hosts.filter(({ value }) => value?.toUpperCase() === 'FALSE').length;
  if (done > right) wrong.push(`${done} told as done, and ${right} are`);
  const refused = steps.filter(({ outcome }) => outcome === 'refused' || outcome === 'not-tried').length;
  const written = writes.filter(({ length }) => length > 0).length;
  if (written > steps.length - refused) wrong.push(`${written} written to, ${refused} told as left alone`);
  return wrong;
};

async function planned(bench: FaultBench): Promise<void> {
  const { exitCode, stderr } = await bench.run('plan', '--output', 'FOLDER/plan.json', '--timeout', '60');
  if (exitCode !== 0) throw new Error(`no plan: ${exitCode}, ${stderr}`);
  bench.vcenter.calls.writes.length = 0;
}

test('an apply: no write after a failed read, none twice, and nothing told that is not so', HOUR, async () => {
  const stages: readonly Stage[] = [
    ['Login', 0],
    ['RetrievePropertiesEx', 1],
    ['RetrieveManagedMethodExecuter', 0],
    // The look before, the write itself, the look after.
    ...[0, 3, 4, 5, 6].map((after) => ['ExecuteSoap', after] as const),
    ['LogUserEvent', 0],
    ['Logout', 0],
  ];
  const words = ['apply', 'FOLDER/plan.json', '--confirm', '--format', 'json'];
  const cells = cellsOf(stages);
  expect(await walk({ cells, prepare: planned, words, laws: [...ALWAYS, tellsWhatIs] })).toEqual([]);
});

/** No host is sent into a reboot twice. */
const rebootsOnce: Law = ({ vcenter }) => {
  const reboots = vcenter.calls.writes.filter(({ method }) => method === 'RebootHost_Task').map(({ host }) => host);
  return new Set(reboots).size === reboots.length ? [] : [`rebooted ${reboots.join(', ')}`];
};

test('a rolling reboot: whatever happens, hosts are told as they are, and none is rebooted twice', HOUR, async () => {
  const stages: readonly Stage[] = [
    ['EnterMaintenanceMode_Task', 0],
    ['RebootHost_Task', 0],
    ['ExitMaintenanceMode_Task', 0],
    ['RetrievePropertiesEx', 6],
    ['RetrievePropertiesEx', 12],
  ];
  const words = ['apply', 'FOLDER/plan.json', '--confirm', '--reboot', '--format', 'json'];
  const cells = cellsOf(stages).filter(({ trouble }) =>
    ['drop', 'fault', 'busy', 'expire', 'unavailable'].includes(trouble.kind),
  );
  expect(await walk({ cells, prepare: planned, words, laws: [...ALWAYS, tellsWhatIs, rebootsOnce] })).toEqual([]);
});

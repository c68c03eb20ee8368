import { expect, test } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import { kindOf, probesFor, queriesFor } from '../../src/doctor/needs.ts';
import { probeHost } from '../../src/doctor/probe.ts';
import { NO_DEMAND } from '../../src/model/facts.ts';
import { privilegeToRead } from '../../src/model/privileges.ts';
import { answer, type Answer, CREDENTIALS, fault, startVcenter } from '../connect/support/vcenter.ts';

const HOST = { type: 'HostSystem', value: 'host-1' };
const EXECUTER = '<returnval type="ReflectManagedMethodExecuter">x</returnval>';
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A single value, as `software acceptance get` answers. */
function value(text: string) {
  const document = `<obj ${XSI} xsi:type="xsd:string">${text}</obj>`;
  return answer('ExecuteSoap', `<returnval><response>${escaped(document)}</response></returnval>`);
}

/** A refusal by the host inside an answer with HTTP 200. */
function refusedInside(privilege: string) {
  const detail = `<detail ${XSI}><NoPermissionFault xsi:type="NoPermission"><object type="HostSystem">ha-host</object><privilegeId>${privilege}</privilegeId></NoPermissionFault></detail>`;
  const inner = `<faultMsg>Permission denied</faultMsg><faultDetail>${escaped(detail)}</faultDetail>`;
  return answer('ExecuteSoap', `<returnval><fault>${inner}</fault></returnval>`);
}

function refused(privilege: string) {
  return fault('NoPermission', `<object type="HostSystem">host-1</object><privilegeId>${privilege}</privilegeId>`);
}

async function probed(answers: Readonly<Record<string, Answer>>) {
  await using vcenter = await startVcenter({
    RetrieveManagedMethodExecuter: () => answer('RetrieveManagedMethodExecuter', EXECUTER),
    ...answers,
  });
  await using session = await openSession(vcenter.trusted({ timeoutMs: 2000 }), CREDENTIALS);
  const { signal } = new AbortController();
  const found = await probeHost(session, HOST, { probes: probesFor([], 'reading'), signal });
  return { asked: vcenter.count('ExecuteSoap'), found };
}

test.each([
  ['by a fault of the call', refused('Global.Settings')],
  ['by a fault inside the answer', refusedInside('Global.Settings')],
])(
  'a command that is refused %s is told with the privilege that is missing, and the others answer',
  async (_how, refusal) => {
    const { found } = await probed({
      ExecuteSoap: ({ body }) => (body.includes('EsxCLI.software') ? refusal : value('x')),
    });
    expect(found.map(({ command, answers, missing }) => [command, answers, missing])).toEqual([
      ['system settings kernel list', true, null],
      ['network firewall get', true, null],
      ['software acceptance get', false, 'Global.Settings'],
    ]);
    expect(found[2]?.problem?.code).toBe('no-permission');
  },
);

test('a refusal of the way to esxcli holds for every command, and none is sent', async () => {
  const { asked, found } = await probed({ RetrieveManagedMethodExecuter: () => refused('Host.Config.Settings') });
  expect(asked).toBe(0);
  expect(found.map(({ missing }) => missing)).toEqual(Array(3).fill('Host.Config.Settings'));
});

test.each([
  [
    'no executer',
    { RetrieveManagedMethodExecuter: () => answer('RetrieveManagedMethodExecuter', '') },
    'esxcli-unavailable',
  ],
  ['no esxcli', { RetrieveManagedMethodExecuter: () => fault('MethodNotFound') }, 'esxcli-unavailable'],
  ['nothing', { ExecuteSoap: () => answer('ExecuteSoap', '') }, 'esxcli-unavailable'],
  [
    'an empty list',
    {
      ExecuteSoap: () =>
        answer(
          'ExecuteSoap',
          `<returnval><response>${escaped(`<obj ${XSI} xsi:type="ArrayOfDataObject"/>`)}</response></returnval>`,
        ),
    },
    'not-reported',
  ],
] as const)('a host that answers with %s does not answer', async (_what, answers, code) => {
  const { found } = await probed(answers);
  expect(found).toHaveLength(3);
  for (const probe of found) expect(probe).toMatchObject({ answers: false, missing: null, problem: { code } });
});

test('a host that hangs is waited for once', async () => {
  const { asked, found } = await probed({ ExecuteSoap: () => 'handled' });
  expect(found.map(({ problem }) => problem?.code)).toEqual(Array(3).fill('timeout'));
  expect(asked).toBe(1);
});

function of(words: string): string {
  return privilegeToRead(words.split(' '));
}

test('the privilege for a command is that of its longest known beginning', () => {
  expect(of('system settings kernel list')).toBe('System.Read');
  expect(of('system account list')).toBe('Global.Settings');
  expect(of('network firewall get')).toBe('System.Read');
  expect(of('software vib list')).toBe('Global.Settings');
  expect(of('vsan debug resync summary get')).toBe('Global.Settings');
  expect(of('hardware trustedboot get')).toBe('Host.Config.Settings');
  expect(of('storage vflash device list')).toBe('Global.Settings');
  expect(kindOf({ command: ['system', 'account', 'list'] })).not.toBe(kindOf({ command: ['system', 'time', 'get'] }));
});

test('what is demanded leads to the commands that collecting runs', () => {
  const demand = {
    ...NO_DEMAND,
    kernelSettings: new Set(['iovDisableIR']),
    firewallEnabled: true,
    properties: new Set(['host.stagedImage', 'host.bootDevice', 'host.lockdownMode']),
  };
  expect(queriesFor(demand).map(({ command }) => command.join(' '))).toEqual([
    'system settings kernel list',
    'network firewall get',
    'software vib list',
    'system boot device get',
  ]);
  expect(queriesFor(NO_DEMAND)).toEqual([]);
});

test('a plan looks at packages and the boot device, whatever the rules need', () => {
  const needed = probesFor([], 'remediating').filter((probe) => probe.needed);
  expect(needed.map(({ command }) => command.join(' '))).toEqual([
    'system settings kernel list',
    'software acceptance get',
  ]);
});

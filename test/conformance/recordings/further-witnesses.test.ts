import { describe, expect, test } from 'vitest';
import { problemFromError, problemFromFault } from '../../../src/collect/answer-problem.ts';
import { firewallReader } from '../../../src/collect/firewall.ts';
import { fieldOf, listOf, scalarOf, structureOf } from '../../../src/vim/esxcli.ts';
import { isFault, SoapFault } from '../../../src/vim/fault.ts';
import { executeSoap } from '../../../src/vim/methods/esxcli.ts';
import { login, logout, retrieveServiceContent } from '../../../src/vim/methods/session.ts';
import { parseResponse } from '../../../src/vim/response-reader.ts';
import { parseXml } from '../../../src/vim/xml-reader.ts';
import { answered, answerTo, enveloped, exchanges, facts, MOREF, PRESENT, type Shape } from './written-facts.ts';

describe.skipIf(!PRESENT)('a recorded vCenter 9.0.1', () => {
  test('its service content is read, and the API version is the one that the release tells', () => {
    const { status, body } = answerTo('RetrieveServiceContent');
    expect(status).toBe(200);
    const { about, sessionManager, propertyCollector, viewManager } = retrieveServiceContent().decode(
      parseResponse(body),
    );
    expect(about).toMatchObject({
      name: 'VMware vCenter Server',
      version: '9.0.1',
      build: '24957454',
      apiType: 'VirtualCenter',
      apiVersion: '9.0.0.0',
      productLineId: 'vpx',
    });
    expect([sessionManager.value, propertyCollector.value, viewManager.value]).toEqual([
      'SessionManager',
      'propertyCollector',
      'ViewManager',
    ]);
  });

  test('login and logout decode; the cookie is quoted, and set by the login alone', () => {
    login(MOREF, 'user', 'password').decode(parseResponse(answerTo('Login').body));
    logout(MOREF).decode(parseResponse(answerTo('Logout').body));
    const cookies = exchanges().map(({ response }) => response.headers['Set-Cookie'] ?? null);
    expect(cookies).toEqual([
      null,
      expect.stringMatching(/^vmware_soap_session="[0-9a-f]{40}"; Path=\/; HttpOnly; Secure;$/),
      null,
    ]);
    expect(exchanges().every(({ response }) => response.headers['Transfer-Encoding'] === 'chunked')).toBe(true);
  });
});

interface WrittenFault {
  readonly faultcode: string;
  readonly faultstring: string;
  readonly detail: string;
}

/** The envelope is ours; what stands in it is as it was copied. */
function faultOf(name: string): SoapFault {
  const { faultcode, faultstring, detail } = facts('faults')[name] as WrittenFault;
  const fault = `<faultcode>${faultcode}</faultcode><faultstring>${faultstring}</faultstring><detail>${detail}</detail>`;
  try {
    parseResponse(enveloped(`<soapenv:Fault>${fault}</soapenv:Fault>`));
  } catch (error) {
    if (error instanceof SoapFault) return error;
    throw error;
  }
  throw new Error('it is no fault');
}

describe.skipIf(!PRESENT)('faults as others have seen them', () => {
  test('NoPermission is known by its type, and names object and privilege', () => {
    const { fault } = faultOf('NoPermission');
    expect(isFault(fault, 'NoPermission')).toBe(true);
    expect(problemFromFault(fault)).toMatchObject({ code: 'no-permission', detail: expect.stringContaining('denied') });
    expect(fault.detail?.children.map(({ name, text }) => [name, text])).toEqual([
      ['object', 'group-v1'],
      ['privilegeId', 'VirtualMachine.Interact.PowerOn'],
    ]);
  });

  test('InvalidProperty names the path, and its text is empty', () => {
    const { fault } = faultOf('InvalidProperty');
    expect(isFault(fault, 'InvalidProperty')).toBe(true);
    expect(fault.message).toBe('');
    expect(fault.detail?.children.map(({ text }) => text)).toEqual(['config.storageDevice.nvmeTopology']);
  });

  test('what a command said stands in errMsg, not in the summary', () => {
    const said = (facts('faults')['esxcli CLIFault as PowerCLI prints it'] as { 'errMsg seen': string[] })[
      'errMsg seen'
    ];
    for (const text of said) {
      const detail = `<faultDetail xsi:type="VimEsxCLICLIFault"><errMsg>${text}</errMsg><localizedMessage>EsxCLI.CLIFault.summary</localizedMessage></faultDetail>`;
      const fault = `<fault><faultMsg>EsxCLI.CLIFault.summary</faultMsg>${detail}</fault>`;
      const body = `<ExecuteSoapResponse xmlns="urn:vim25"><returnval>${fault}</returnval></ExecuteSoapResponse>`;
      let problem: unknown = null;
      try {
        executeSoap(MOREF, { words: ['network', 'ip', 'list'], arguments: {} }).decode(parseResponse(enveloped(body)));
      } catch (error) {
        problem = problemFromError(error);
      }
      expect(problem).toEqual({ code: 'fault', detail: text.trim(), fault: 'VimEsxCLICLIFault' });
    }
  });
});

interface WrittenRule {
  readonly direction: string;
  readonly protocol: string | null;
  readonly portType: string | null;
  readonly ports: readonly number[];
}

interface WrittenRuleset {
  readonly key: string;
  readonly enabled: boolean;
  readonly required: boolean;
  readonly rules: readonly WrittenRule[];
}

function ruleXml({ direction, protocol, portType, ports: [port, endPort] }: WrittenRule): string {
  const end = endPort === undefined ? '' : `<endPort>${endPort}</endPort>`;
  const type = portType === null ? '' : `<portType>${portType}</portType>`;
  return `<rule><port>${port}</port>${end}<direction>${direction}</direction>${type}<protocol>${protocol}</protocol></rule>`;
}

function rulesetXml({ key, enabled, required, rules }: WrittenRuleset): string {
  const allowed = '<allowedHosts><allIp>true</allIp></allowedHosts>';
  const head = `<key>${key}</key><label>${key}</label><required>${required}</required>`;
  return `<ruleset>${head}${rules.map(ruleXml).join('')}<enabled>${enabled}</enabled>${allowed}</ruleset>`;
}

function firewallInfo(rulesets: readonly WrittenRuleset[]): string {
  const policy =
    '<defaultPolicy><incomingBlocked>true</incomingBlocked><outgoingBlocked>true</outgoingBlocked></defaultPolicy>';
  return `<firewall>${policy}${rulesets.map(rulesetXml).join('')}</firewall>`;
}

describe.skipIf(!PRESENT)('the rulesets of an ESXi 6.7 image, framed by us', () => {
  test('all are read: vic-engine opens 2377 outbound, vSPC every port, and both are off', () => {
    const { rulesets } = facts('esxi-6.7.0-8169922-firewall-rulesets') as { rulesets: readonly WrittenRuleset[] };
    const reading = firewallReader()(parseXml(firewallInfo(rulesets)));
    if (reading.kind !== 'read') throw new Error(JSON.stringify(reading));
    expect(reading.value.rulesets.map(({ key }) => key)).toEqual(rulesets.map(({ key }) => key));
    const opened = (wanted: string) => reading.value.rulesets.find(({ key }) => key === wanted);
    expect(opened('vic-engine')).toMatchObject({
      enabled: false,
      rules: [{ direction: 'outbound', protocol: 'tcp', portType: 'dst', port: 2377, endPort: 2377 }],
    });
    expect(opened('vSPC')).toMatchObject({ enabled: false, rules: [{ port: 0, endPort: 65535 }] });
    const enabled = reading.value.rulesets.filter((ruleset) => ruleset.enabled);
    expect(enabled).toHaveLength(rulesets.filter((ruleset) => ruleset.enabled).length);
  });
});

function commandFacts(command: string): Readonly<Record<string, unknown>> {
  const { commands } = facts('esxcli-outputs') as { commands: Readonly<Record<string, Record<string, unknown>>> };
  return commands[command] ?? {};
}

describe.skipIf(!PRESENT)('what esxcli of real hosts answers, framed by us', () => {
  test('a value of a kernel setting is true in any case', () => {
    const { rows } = commandFacts('system settings kernel list') as { rows: readonly Shape[] };
    const known = rows.filter(({ Runtime }) => Runtime !== undefined);
    const listed = listOf(answered('system settings kernel list', 'list', known));
    expect(listed.map((row) => ['Name', 'Configured', 'Runtime'].map((field) => fieldOf(row, field)))).toEqual(
      known.map(({ Name, Configured, Runtime }) => [Name, Configured, Runtime]),
    );
    expect(fieldOf(listed[0] ?? new Map(), 'Configured')).toBe('true');
  });

  test.each(['system settings encryption get', 'system tls server get'])(
    '%s has the fields that rules ask for',
    (command) => {
      const { example } = commandFacts(command) as { example: Shape };
      const row = structureOf(answered(command, 'VimEsxCLIStructure', [example]));
      expect(Object.fromEntries(row)).toEqual(example);
      for (const field of command.endsWith('server get') ? ['Profile'] : ['Mode', 'RequireSecureBoot']) {
        expect(fieldOf(row, field)).toBe(example[field]);
      }
    },
  );

  test('the resync summary, asked for before a host is emptied, is a list of one row', () => {
    const { example } = commandFacts('vsan debug resync summary get') as { example: Shape };
    const row = structureOf(answered('vsan debug resync summary get', 'list', [example]));
    expect(fieldOf(row, 'TotalBytesLeftToResync')).toBe('0');
  });

  test('software acceptance get and the uptime are scalars', () => {
    expect(commandFacts('software acceptance get')['shape']).toBe('scalar xsd:string');
    const { values } = commandFacts('software acceptance get') as { values: readonly string[] };
    for (const value of values) {
      const body = `<obj xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xsd:string">${value}</obj>`;
      const escaped = body.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      const text = enveloped(
        `<ExecuteSoapResponse xmlns="urn:vim25"><returnval><response>${escaped}</response></returnval></ExecuteSoapResponse>`,
      );
      const call = executeSoap(MOREF, { words: ['software', 'acceptance', 'get'], arguments: {} });
      expect(scalarOf(call.decode(parseResponse(text)))).toBe(value);
    }
  });

  test('the boot device has the three fields that are looked at', () => {
    const { fields } = commandFacts('system boot device get') as { fields: readonly string[] };
    const empty = Object.fromEntries(fields.map((field) => [field, '']));
    const row = structureOf(answered('system boot device get', 'VimEsxCLISystemBootDevice', [empty]));
    expect(['BootFilesystemUUID', 'BootNIC', 'StatelessBootNIC'].map((field) => fieldOf(row, field))).toEqual([
      '',
      '',
      '',
    ]);
  });
});

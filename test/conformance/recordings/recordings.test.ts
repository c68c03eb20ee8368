import { describe, expect, test } from 'vitest';
import {
  booleanOf,
  child,
  childrenNamed,
  descend,
  integerOf,
  requiredChild,
  textOf,
  type VimElement,
} from '../../../src/vim/element.ts';
import { isFault, SoapFault } from '../../../src/vim/fault.ts';
import { optionValueOf } from '../../../src/vim/methods/options.ts';
import { createContainerView } from '../../../src/vim/methods/properties.ts';
import { retrieveServiceContent } from '../../../src/vim/methods/session.ts';
import { parseResponse, ResponseReader } from '../../../src/vim/response-reader.ts';
import { serviceContentOf } from '../../../src/vim/service-content.ts';
import { negotiateVersion } from '../../../src/vim/version.ts';
import {
  recorded,
  RECORDED_FILES,
  recordedAnswer,
  RECORDINGS_PRESENT,
  RECORDINGS_REQUIRED,
  WITNESS,
} from './recorded.ts';

const HOST = 'test_json_host_explode';
const M = { type: 'Folder', value: 'group-d1' };

/** What `Fetch` returned of a property of the recorded host. */
function fetched(property: string): VimElement {
  return requiredChild(parseResponse(recordedAnswer(HOST, property)), 'returnval');
}

test.runIf(RECORDINGS_REQUIRED)('the recordings are there, as this run requires', () => {
  expect(RECORDINGS_PRESENT, WITNESS).toBe(true);
});

describe.skipIf(!RECORDINGS_PRESENT)(WITNESS, () => {
  test('every recorded answer decodes, and every fault is typed', () => {
    let answers = 0;
    for (const { request, response } of RECORDED_FILES.flatMap(recorded)) {
      const text = response.body.string;
      if (request.uri.endsWith('.xml')) expect(negotiateVersion(text)).toBe('8.0.2.0');
      else if (response.status.code === 500) expect(() => parseResponse(text)).toThrow(SoapFault);
      else expect(parseResponse(text).name).toMatch(/Response$/);
      answers += 1;
    }
    expect(answers).toBe(63);
  });

  test('the answers decode to the same however they are cut', () => {
    for (const { response } of recorded('basic_container_view').slice(1)) {
      const bytes = Buffer.from(response.body.string);
      const reader = new ResponseReader();
      for (let start = 0; start < bytes.length; start += 7) reader.write(bytes.subarray(start, start + 7));
      expect(reader.end()).toEqual(parseResponse(response.body.string));
    }
  });

  test('the service content names product, version and entry points', () => {
    const content = retrieveServiceContent().decode(
      parseResponse(recordedAnswer('basic_connection', 'RetrieveServiceContent')),
    );
    expect(content.about).toEqual({
      name: 'VMware vCenter Server',
      fullName: 'VMware vCenter Server 8.0.3 build-69507950',
      version: '8.0.3',
      build: '69507950',
      apiType: 'VirtualCenter',
      apiVersion: '8.0.2.0',
      productLineId: 'vpx',
      instanceUuid: '61f12cb6-9de0-40cb-9c47-61d494229f4f',
    });
    expect(content.rootFolder).toEqual(M);
    expect(content.propertyCollector).toEqual({ type: 'PropertyCollector', value: 'propertyCollector' });
    expect(content.viewManager.value).toBe('ViewManager');
    expect(content.sessionManager.value).toBe('SessionManager');
    const fetchedContent = parseResponse(recordedAnswer('basic_connection', 'content'));
    expect(serviceContentOf(requiredChild(fetchedContent, 'returnval'))).toEqual(content);
  });

  test('a wrong password is an InvalidLogin fault by type', () => {
    let fault: unknown = null;
    try {
      parseResponse(recordedAnswer('basic_connection_bad_password', 'Login'));
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(SoapFault);
    expect(fault instanceof SoapFault && isFault(fault.fault, 'InvalidLogin')).toBe(true);
    expect(String(fault)).toContain('incorrect user name or password');
  });

  test('a container view is a reference that belongs to the session, its content an array of references', () => {
    const created = parseResponse(recordedAnswer('basic_container_view', 'CreateContainerView'));
    const view = createContainerView(M, M, ['Datacenter']).decode(created);
    expect(view.type).toBe('ContainerView');
    expect(view.value).toMatch(/^session\[.*\]/);
    const content = requiredChild(parseResponse(recordedAnswer('basic_container_view', 'view')), 'returnval');
    expect(content.xsiType).toBe('ArrayOfManagedObjectReference');
    expect(content.children.map(({ morefType }) => morefType)).toEqual(['Datacenter']);
  });

  test('an unset property is no returnval at all', () => {
    expect(child(parseResponse(recordedAnswer('root_folder_parent', 'parent')), 'returnval')).toBeNull();
  });

  test('a reference that is a value keeps both of its types', () => {
    expect(fetched('parent')).toMatchObject({
      xsiType: 'ManagedObjectReference',
      morefType: 'ClusterComputeResource',
      text: 'domain-c9',
    });
  });

  test('vendor, model, BIOS and product of the host are read', () => {
    const summary = fetched('summary');
    const hardware = requiredChild(summary, 'hardware');
    expect([textOf(hardware, 'vendor'), textOf(hardware, 'model')]).toEqual(['VMware, Inc.', 'VMware7,1']);
    const bios = requiredChild(fetched('hardware'), 'biosInfo');
    expect(textOf(bios, 'biosVersion')).toMatch(/^VMW71/);
    expect(textOf(bios, 'releaseDate')).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    const product = descend(summary, 'config', 'product');
    expect(product === null ? null : [textOf(product, 'version'), textOf(product, 'productLineId')]).toEqual([
      '8.0.3',
      'embeddedEsx',
    ]);
    expect(textOf(fetched('runtime'), 'connectionState')).toBe('connected');
  });

  test('the firewall has 57 rulesets; vic-engine lets exactly outbound tcp 2377 through, and is off', () => {
    const firewall = requiredChild(fetched('config'), 'firewall');
    const rulesets = childrenNamed(firewall, 'ruleset');
    expect(rulesets).toHaveLength(57);
    const vic = rulesets.find((ruleset) => textOf(ruleset, 'key') === 'vic-engine');
    const rule = vic === undefined ? null : child(vic, 'rule');
    expect(rule?.children.map(({ name, text }) => [name, text])).toEqual([
      ['port', '2377'],
      ['direction', 'outbound'],
      ['portType', 'dst'],
      ['protocol', 'tcp'],
    ]);
    expect(rule === null ? null : integerOf(rule, 'port')).toBe(2377);
    expect(vic === undefined ? null : booleanOf(vic, 'enabled')).toBe(false);
    expect(vic === undefined ? null : booleanOf(vic, 'userControllable')).toBe(true);
    expect(rulesets.filter((ruleset) => booleanOf(ruleset, 'userControllable') === true)).toHaveLength(19);
  });

  test('VMkernel.Boot.iovDisableIR is a boolean option with the value false, among 1289', () => {
    const options = childrenNamed(fetched('config'), 'option').map(optionValueOf);
    expect(options).toHaveLength(1289);
    expect(options.find(({ key }) => key === 'VMkernel.Boot.iovDisableIR')).toEqual({
      key: 'VMkernel.Boot.iovDisableIR',
      type: 'boolean',
      value: 'false',
    });
  });

  test('a byte array is one element a byte, and is read as that', () => {
    expect(childrenNamed(fetched('config'), 'certificate')).toHaveLength(1749);
  });
});

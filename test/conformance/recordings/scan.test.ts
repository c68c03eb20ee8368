import { describe, expect, test } from 'vitest';
import { evaluateHost } from '../../../src/evaluate/evaluate-host.ts';
import { bareFacts } from '../../../src/model/facts.ts';
import { read } from '../../../src/model/reading.ts';
import { findingsOf, rulesOf, scanOf } from '../../support/scans.ts';
import { RECORDINGS_PRESENT, RECORDINGS_REQUIRED, recordedAnswer, WITNESS } from './recorded.ts';
import { serveRecordedHost } from './reframed-server.ts';

describe.skipIf(!RECORDINGS_PRESENT && !RECORDINGS_REQUIRED)(`a scan of the ${WITNESS} host, in our framing`, () => {
  test('reads what the recording holds', async () => {
    await using server = await serveRecordedHost();
    const scan = await scanOf([server.connection]);
    const raw = recordedAnswer('test_json_host_explode', 'summary');
    const uuid = /<uuid>([^<]+)<\/uuid>/.exec(raw)?.[1];
    expect(scan.hosts).toHaveLength(1);
    expect(scan.hosts[0]).toMatchObject({
      moid: 'host-14',
      vendor: 'VMware, Inc.',
      model: 'VMware7,1',
      version: '8.0.3',
      uuid,
      connectionState: 'connected',
      inMaintenanceMode: false,
      trouble: null,
    });
  });

  test('the Gen8 rule does not apply; Configured is FALSE, Runtime unknown', async () => {
    await using server = await serveRecordedHost();
    const scan = await scanOf([server.connection]);
    const [host] = scan.hosts;
    expect(host?.kernel.get('iovDisableIR')).toMatchObject({
      kind: 'read',
      value: { configured: 'false', runtime: null, default: null, source: 'advanced-option' },
    });
    const gen8 = findingsOf(scan, host?.name ?? '').find(({ rule }) => rule === 'hpe/gen8-interrupt-remapping');
    expect(gen8?.verdict).toBe('not-applicable');
  });

  test('the firewall has 57 rulesets, vic-engine closed among them, and none that is open covers 2377', async () => {
    await using server = await serveRecordedHost();
    const scan = await scanOf([server.connection]);
    const [host] = scan.hosts;
    const firewall = host?.firewall?.kind === 'read' ? host.firewall.value : null;
    expect(firewall?.rulesets).toHaveLength(57);
    expect(firewall?.rulesets.find(({ key }) => key === 'vic-engine')).toMatchObject({
      enabled: false,
      userControllable: true,
      rules: [{ direction: 'outbound', protocol: 'tcp', portType: 'dst', port: 2377 }],
    });
    expect(firewall?.outgoingBlocked).toBe(true);
    expect(host?.covering.filter(({ enabled }) => enabled)).toEqual([]);
    // Row 5 of the rule's table: nothing covers, and without esxcli nobody knows whether the firewall is on.
    const port = findingsOf(scan, host?.name ?? '').find(({ rule }) => rule === 'vic/outbound-2377');
    expect(port).toMatchObject({ verdict: 'unknown', reason: 'esxcli-unavailable' });
  });

  test('its rulesets, untouched, show no use of vic-engine: with the firewall on, nobody who did not ask is told of a failure', async () => {
    await using server = await serveRecordedHost();
    const [host] = (await scanOf([server.connection])).hosts;
    if (host?.firewall?.kind !== 'read') throw new Error('the recording holds the firewall');
    const facts = { ...bareFacts(host), firewall: read({ ...host.firewall.value, enabled: read(true) }) };
    const rules = await rulesOf(({ pack }) => pack === 'vic');
    const findings = evaluateHost(facts, rules, new Map());
    expect(findings.find(({ rule }) => rule === 'vic/outbound-2377')).toMatchObject({ verdict: 'warn' });
    expect(findings.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });
});

import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { snapshotLines } from '../../src/snapshot/encode.ts';
import { firewallOf, HOST, setting } from '../evaluate/facts.ts';

const FACTS: HostFacts = {
  ...bareFacts(HOST),
  kernel: new Map([['iovDisableIR', read(setting({}))]]),
  firewall: read(
    firewallOf({
      rulesets: [
        {
          key: 'vSPC',
          label: 'VM serial port connected over network',
          enabled: false,
          required: false,
          rules: [{ direction: 'outbound', protocol: 'tcp', portType: 'dst', port: 0, endPort: 65_535 }],
          allowed: { all: false, addresses: ['10.9.0.5'], networks: [] },
          userControllable: null,
          ipListConfigurable: null,
        },
      ],
    }),
  ),
  options: new Map([['UserVars.DcuiTimeOut', read({ type: 'long', value: '600' })]]),
  services: read([{ key: 'TSM-SSH', label: 'SSH', running: true, policy: 'on' }]),
  properties: new Map([
    ['host.ntpServers', read(['10.0.0.1'])],
    ['host.secureBoot', unread({ code: 'timeout', detail: 'it took too long' })],
  ]),
  vibs: read([{ name: 'esx-base', version: '6.0.0-3.58', vendor: 'VMware', acceptanceLevel: null }]),
  esxcli: new Map([
    ['system settings encryption get', read({ rows: [{ Mode: 'TPM', List: ['a', 'b'] }], scalar: null })],
    ['hardware tpm list', ABSENT],
  ]),
};

/** One host of which every kind of fact was read. */
export const SAMPLE: Snapshot = {
  tool: { name: 'esxcheck', version: '0' },
  startedAt: '2026-11-01T03:04:05.000Z',
  finishedAt: '2026-11-01T03:04:06.000Z',
  targets: [
    {
      url: HOST.target,
      identity: 'vc',
      product: null,
      version: null,
      build: null,
      apiVersion: '8.0.3.0',
      error: null,
    },
  ],
  purpose: { everything: true, rules: [{ id: 'test/rule', hash: 'ab' }] },
  asked: ['kernel.iovDisableIR'],
  facts: [FACTS],
};

/** The lines of a snapshot, without their ends. */
export function linesOf(snapshot: Snapshot): string[] {
  return [...snapshotLines(snapshot)].map((line) => line.slice(0, -1));
}

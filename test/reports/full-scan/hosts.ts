import type { Firewall } from '../../../src/model/firewall.ts';
import { ABSENT, read, type Reading, unread } from '../../../src/model/reading.ts';
import type { CoveringRuleset, ScannedHost } from '../../../src/model/scan.ts';
import { aHost, aSetting } from '../fixture.ts';

const VIC_ENGINE: CoveringRuleset = {
  ruleset: 'vic-engine',
  broad: false,
  narrow: true,
  allIp: true,
  allowed: [],
  userControllable: null,
  required: false,
  enabled: true,
};
const LISTED: CoveringRuleset = { ...VIC_ENGINE, allIp: false, allowed: ['10.9.0.0/16', '192.168.7.7'] };
const VSPC: CoveringRuleset = { ...VIC_ENGINE, ruleset: 'vSPC', broad: true, narrow: false, userControllable: true };

function aFirewall(enabled: Reading<boolean>): Reading<Firewall> {
  return read({ enabled, outgoingBlocked: true, incomingBlocked: true, rulesets: [] });
}

const DISCONNECTED = { code: 'disconnected', detail: 'the host is disconnected from vCenter' } as const;
const ON = aFirewall(read(true));
const UNREADABLE = unread({ code: 'no-permission', detail: 'Permission to perform this operation was denied.' });

function kernel(...values: (string | null)[]): ScannedHost['kernel'] {
  return new Map([['iovDisableIR', aSetting(values)]]);
}

function away(name: string): ScannedHost {
  return aHost({
    name,
    cluster: 'Gen8-B',
    connectionState: 'disconnected',
    powerState: 'unknown',
    bootTime: null,
    inMaintenanceMode: null,
    trouble: DISCONNECTED,
    kernel: new Map([['iovDisableIR', unread(DISCONNECTED)]]),
    firewall: unread(DISCONNECTED),
  });
}

/** One host for each situation, by what it stands for. */
export function hostsBySituation(): Record<string, ScannedHost> {
  return {
    wrong: aHost({ name: 'esx-01.lab.example', kernel: kernel('TRUE', 'TRUE', 'TRUE'), firewall: ON }),
    pending: aHost({
      name: 'esx-02.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'TRUE'),
      firewall: ON,
      covering: [LISTED],
    }),
    regressing: aHost({
      name: 'esx-03.lab.example',
      kernel: kernel('FALSE', 'TRUE', 'FALSE'),
      firewall: aFirewall(read(false)),
    }),
    stuck: aHost({
      name: 'esx-04.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'TRUE'),
      covering: [VSPC],
      firewall: ON,
    }),
    patchRisk: aHost({
      name: 'esx-05.lab.example',
      build: '3620759',
      release: 'ESXi 6.0 Update 2',
      kernel: kernel('FALSE', 'FALSE', 'FALSE'),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
    right: aHost({
      name: 'esx-06.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'FALSE'),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
    rightToo: aHost({
      name: 'esx-07.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'FALSE'),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
    away1: away('esx-08.lab.example'),
    away2: away('esx-09.lab.example'),
    away3: away('esx-10.lab.example'),
    away4: away('esx-11.lab.example'),
    stored: aHost({
      name: 'esx-12.lab.example',
      cluster: 'Gen8-B',
      model: 'ProLiant BL465c Gen8',
      cpuModel: 'AMD Opteron(tm) Processor 6276',
      kernel: new Map([
        [
          'iovDisableIR',
          aSetting([null, 'FALSE', null], {
            type: null,
            source: 'advanced-option',
            problem: { code: 'esxcli-unavailable', detail: 'esxcli is not to be had' },
          }),
        ],
      ]),
      firewall: UNREADABLE,
    }),
    old: aHost({
      name: 'esx-13.lab.example',
      cluster: null,
      computeResource: 'esx-13.lab.example',
      model: 'ProLiant DL380 G7',
      version: '5.5.0',
      build: '9999999',
      release: null,
      kernel: kernel('true', 'false', 'false'),
      firewall: aFirewall(UNREADABLE),
      inMaintenanceMode: true,
    }),
    foreign: aHost({
      name: 'esx-14.lab.example',
      cluster: 'Mixed',
      vendor: 'Dell Inc.',
      model: 'PowerEdge R640',
      version: '8.0.3',
      build: '24022510',
      release: 'ESXi 8.0 Update 3',
      kernel: new Map([['iovDisableIR', ABSENT]]),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
  };
}

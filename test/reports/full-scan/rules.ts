import type { RuleReport } from '../../../src/model/scan.ts';

export const GEN8 = 'hpe/gen8-interrupt-remapping';
export const PORT = 'vic/outbound-2377';
export const OLD = 'hpe/pre-gen8-interrupt-remapping';

export const RULES: readonly RuleReport[] = [
  {
    id: GEN8,
    title: 'HPE Gen8 hosts have iovDisableIR FALSE, now and after every reboot',
    severity: 'critical',
    hash: 'a'.repeat(64),
    references: ['HPE c05392947', 'VMware KB 2149043'],
    profile: null,
  },
  {
    id: OLD,
    title: 'Hosts with Xeon 55xx and 56xx have interrupt remapping off',
    severity: 'low',
    hash: 'b'.repeat(64),
    references: [],
    profile: null,
  },
  {
    id: PORT,
    title: 'Hosts let outbound tcp/2377 through for vSphere Integrated Containers',
    severity: 'high',
    hash: 'c'.repeat(64),
    references: ['vic-machine update firewall'],
    profile: null,
  },
];

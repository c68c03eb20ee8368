import type { RuleReport } from '../../../src/model/scan.ts';

export const GEN8 = 'hpe/gen8-interrupt-remapping';
export const PORT = 'vic/outbound-2377';
export const OLD = 'hpe/pre-gen8-interrupt-remapping';

export const SLP = 'advisories/vmsa-2019-0022-cve-2019-5544';

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
  {
    id: SLP,
    title: 'The release has the fix of VMSA-2019-0022 (CVE-2019-5544)',
    severity: 'critical',
    hash: 'd'.repeat(64),
    references: ['VMSA-2019-0022', 'CVE-2019-5544'],
    profile: null,
    advisory: {
      id: 'VMSA-2019-0022',
      cves: ['CVE-2019-5544'],
      published: '2019-12-05',
      cvss: 9.8,
      exploited: {
        state: 'exploited',
        date: '2021-11-03',
        source: 'CISA, Known Exploited Vulnerabilities',
        ransomware: true,
      },
      workaround: 'Stop slpd and keep it from starting with the host.',
      fixes: [
        { version: '6.7.0', build: '15160138', name: 'ESXi670-201912001' },
        { version: '6.0.0', build: '15169789', name: 'ESXi600-201912001' },
      ],
      asOf: '2026-11-20',
    },
  },
];

import type { Advisory, Exposure } from '../../../src/model/advisory.ts';
import type { Finding, Outlook } from '../../../src/model/finding.ts';
import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';
import { aHost, aScan } from '../fixture.ts';

export const TARGET = {
  name: 'ESXi 8.0 Update 3d',
  version: '8.0.3',
  build: '24585383',
  released: '2025-03-04',
  measured: false,
} as const;

/** The rule of one fix group; `day` makes both ids. */
export function anAdvisory(
  number: number,
  parts: Partial<Advisory> = {},
  severity: RuleReport['severity'] = 'high',
): RuleReport {
  const cve = `CVE-2025-${10_000 + number}`;
  return {
    id: `advisories/vmsa-2025-000${number}-${cve.toLowerCase()}`,
    title: `The release has the fix of VMSA-2025-000${number}`,
    severity,
    hash: String(number).repeat(64).slice(0, 64),
    references: [cve],
    profile: null,
    advisory: {
      id: `VMSA-2025-000${number}`,
      cves: [cve],
      published: '2025-03-04',
      cvss: 9.3,
      exploited: { state: 'not-listed', date: '2025-08-25', source: 'A list', ransomware: false },
      workaround: null,
      fixes: [{ version: '8.0.3', build: '24585383', name: 'ESXi 8.0 Update 3d' }],
      asOf: '2026-11-20',
      ...parts,
    },
  };
}

export const EXPLOITED: Advisory['exploited'] = {
  state: 'exploited',
  date: '2025-03-04',
  source: 'A list',
  ransomware: false,
};
export const YOUNG: Advisory['exploited'] = {
  state: 'unknown',
  date: '2025-08-25',
  source: 'A list',
  ransomware: false,
};

const EXPOSURE: Exposure = { status: 'affected', fixedBuild: '24585383', fixedSince: '2025-03-04', mitigated: false };

type Horizons = readonly [now: Outlook, nextBoot: Outlook, nextPatch: Outlook];

export interface Stand {
  readonly status: Exposure['status'];
  readonly verdict: Finding['verdict'];
  readonly horizons: Horizons;
  readonly parts?: Partial<Finding>;
  readonly exposure?: Partial<Exposure>;
}

/** How hosts can stand, as the rules of advisories judge them. */
export const STANDS = {
  open: { status: 'affected', verdict: 'fail', horizons: ['fail', 'fail', 'pass'] },
  leftOpen: { status: 'affected', verdict: 'fail', horizons: ['fail', 'fail', 'fail'] },
  mitigated: {
    status: 'affected',
    verdict: 'warn',
    horizons: ['mitigated', 'mitigated', 'pass'],
    parts: { state: 'mitigated' },
    exposure: { mitigated: true },
  },
  staged: { status: 'affected', verdict: 'fail', horizons: ['fail', 'pass', 'pass'] },
  stagedOlder: { status: 'fixed', verdict: 'fail', horizons: ['pass', 'fail', 'pass'] },
  unknown: { status: 'unknown', verdict: 'unknown', horizons: ['unknown', 'unknown', 'pass'] },
  bootUnknown: { status: 'fixed', verdict: 'unknown', horizons: ['pass', 'unknown', 'pass'] },
  fixed: { status: 'fixed', verdict: 'pass', horizons: ['pass', 'pass', 'pass'] },
  notRebooted: { status: 'fixed', verdict: 'warn', horizons: ['pass', 'pass', 'pass'], parts: { state: null } },
  opensAgain: {
    status: 'fixed',
    verdict: 'warn',
    horizons: ['pass', 'pass', 'fail'],
    parts: { state: 'may-regress-on-patch' },
  },
  waived: {
    status: 'affected',
    verdict: 'waived',
    horizons: ['fail', 'fail', 'pass'],
    parts: { state: null, waived: { verdict: 'fail', state: 'non-compliant', message: 'Lacks it.' } },
  },
} as const satisfies Record<string, Stand>;

function aFinding(rule: RuleReport, host: ScannedHost, stand: Stand): Finding {
  const [now, nextBoot, nextPatch] = stand.horizons;
  return {
    rule: rule.id,
    host: host.id,
    severity: rule.severity,
    verdict: stand.verdict,
    state: stand.verdict === 'pass' ? 'compliant' : stand.verdict === 'unknown' ? 'unknown' : 'non-compliant',
    horizons: { now, nextBoot, nextPatch },
    observed: null,
    expected: null,
    message: 'What the rule found.',
    reason: stand.verdict === 'unknown' ? 'release-unclear' : null,
    notes: [],
    remedy: null,
    exposure: { ...EXPOSURE, status: stand.status, ...stand.exposure },
    ...stand.parts,
  };
}

/** One row a rule, with how each host stands to it: hosts are esx-0, esx-1 and so on. */
export function exposed(rows: readonly (readonly [RuleReport, readonly Stand[]])[], parts: Partial<Scan> = {}): Scan {
  const count = Math.max(0, ...rows.map(([, stands]) => stands.length));
  const hosts = Array.from({ length: count }, (_, index) =>
    aHost({ name: `esx-${index}`, version: '8.0.3', build: '24022510', release: 'ESXi 8.0 Update 3' }),
  );
  const findings = rows.flatMap(([rule, stands]) =>
    stands.flatMap((stand, index) => {
      const host = hosts[index];
      return host === undefined ? [] : [aFinding(rule, host, stand)];
    }),
  );
  return { ...aScan({ hosts, findings, rules: rows.map(([rule]) => rule) }), ...parts };
}

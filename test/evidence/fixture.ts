import type { Evidence, Finding, Verdict } from '../../src/model/finding.ts';
import type { Control, Framework } from '../../src/model/framework.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { aHost, aScan } from '../reports/fixture.ts';

function control(number: number, parts: Partial<Control> = {}): Control {
  return {
    id: `ESXI-80-00000${number}`,
    vulnId: `V-25872${number}`,
    ruleId: `SV-25872${number}r95838${number}_rule`,
    priority: 'CAT II',
    severity: 'medium',
    cci: [`CCI-00004${number}`],
    nist: ['AC-7 a'],
    pci: [],
    title: `wanted state ${number}`,
    wanted: '3',
    coverage: 'rule',
    rules: [`hardening/rule-${number}`],
    look: null,
    notApplicable: null,
    ...parts,
  };
}

/** Of each coverage one, one that two rules answer, and one whose own text lets it not apply. */
export const CONTROLS: readonly Control[] = [
  control(1, { severity: 'high' }),
  control(2, { rules: ['hardening/rule-2', 'hardening/rule-2b'], notApplicable: 'No vCenter manages the host.' }),
  control(3, { coverage: 'partly', look: 'Look at the list of the site.' }),
  control(4, { coverage: 'manual', rules: [], look: 'Look at the console.' }),
  control(5, { coverage: 'unreadable', rules: [], look: 'No API tells it.', severity: 'low' }),
];

export const STIG_8: Framework = {
  name: 'stig-esxi-8',
  title: 'VMware vSphere 8.0 ESXi STIG',
  family: 'stig',
  publisher: 'DISA',
  version: 'V2R3',
  releases: ['8.0'],
  profile: 'stig',
  benchmark: {
    id: 'VMW_vSphere_8-0_ESXi_STIG',
    title: 'VMware vSphere 8.0 ESXi Security Technical Implementation Guide',
    version: '2',
    release: '3',
  },
  source: 'a repository @commit',
  note: null,
  controls: CONTROLS,
};

export const STIG_7: Framework = {
  ...STIG_8,
  name: 'stig-esxi-7',
  releases: ['7.0'],
  benchmark: { id: 'VMW_vSphere_7-0_ESXi_STIG', title: 'STIG of 7.0', version: '1', release: '4' },
};

/** No STIG of DISA: no numbers of theirs. */
export const READINESS_9: Framework = {
  ...STIG_8,
  name: 'readiness-esx-9',
  releases: ['9.0', '9.1'],
  benchmark: null,
  note: 'It is no STIG of DISA.',
  controls: CONTROLS.map((one) => ({ ...one, id: one.id.replace('ESXI-80', 'VCFE-9X'), vulnId: null, ruleId: null })),
};

export function host8(parts: Partial<ScannedHost> & Pick<ScannedHost, 'name'>): ScannedHost {
  return aHost({ version: '8.0.3', build: '24022510', release: 'ESXi 8.0 Update 3', ...parts });
}

/** A finding of one rule by the framework, which answers the controls that name the rule. */
export function finding(
  host: ScannedHost,
  rule: string,
  verdict: Verdict,
  { framework = STIG_8, ...parts }: Partial<Finding> & { readonly framework?: Framework } = {},
): Finding {
  const controls = framework.controls.filter(({ rules }) => rules.includes(rule)).map(({ id }) => id);
  const evidence: Evidence = {
    framework: framework.name,
    controls,
    reads: [`config.option["${rule}"]`],
    ...(verdict === 'not-applicable' ? { inapplicable: 'condition' as const } : {}),
  };
  return {
    rule,
    host: host.id,
    severity: 'medium',
    verdict,
    state: null,
    horizons: { now: null, nextBoot: null, nextPatch: null },
    observed: verdict === 'unknown' ? null : 5,
    expected: 3,
    message: `${rule}: ${verdict}.`,
    reason: verdict === 'unknown' ? 'no-permission' : null,
    notes: [],
    remedy: null,
    evidence,
    ...parts,
  };
}

export const RULES = ['hardening/rule-1', 'hardening/rule-2', 'hardening/rule-2b', 'hardening/rule-3'];

/** Every rule with that verdict. */
export function findingsOf(host: ScannedHost, verdict: Verdict, framework = STIG_8): readonly Finding[] {
  return RULES.map((rule) => finding(host, rule, verdict, { framework }));
}

/** A waived one, in the words of a waiver. */
export function waivedFinding(host: ScannedHost, rule: string, verdict: Verdict = 'fail'): Finding {
  return finding(host, rule, 'waived', {
    message: `Waived by A. Owner until 2027-03-31 (T-1): a reason. It would be ${verdict}: text.`,
    waived: { verdict, state: null, message: 'text.' },
  });
}

export function scanOf(parts: Partial<Scan> & Pick<Scan, 'hosts' | 'findings'>): Scan {
  const rules = RULES.map((id) => ({
    id,
    title: 'a title',
    severity: 'medium' as const,
    hash: 'a'.repeat(64),
    references: [],
    profile: null,
  }));
  const waiver = { rule: '*', host: null, cluster: null, reason: 'a reason', owner: 'A. Owner', ticket: 'T-1' };
  const scan = aScan({
    rules,
    frameworks: [STIG_8],
    waivers: [{ ...waiver, expires: '2027-03-31', place: 'x:1', state: 'active', matched: 1 }],
    ...parts,
  });
  return {
    ...scan,
    targets: scan.targets.map((target) => ({
      ...target,
      account: 'LAB\\audit',
      clock: { server: '2026-11-23T06:00:02.500Z', local: '2026-11-23T06:00:00.000Z' },
    })),
  };
}

import type { Finding } from '../../../src/model/finding.ts';
import type { ScannedHost } from '../../../src/model/scan.ts';
import { GEN8, OLD, PORT, SLP } from './rules.ts';

function aFinding(host: ScannedHost, parts: Partial<Finding>): Finding {
  return {
    rule: GEN8,
    host: host.id,
    severity: 'critical',
    verdict: 'not-applicable',
    state: null,
    horizons: { now: null, nextBoot: null, nextPatch: null },
    observed: null,
    expected: null,
    message: 'The rule does not apply to this host.',
    reason: null,
    notes: [],
    remedy: null,
    ...parts,
  };
}

const SET_FALSE = { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' } as const;

/** A finding on iovDisableIR, with what is observed taken from the host. */
function remapping(host: ScannedHost, parts: Partial<Finding>): Finding {
  const reading = host.kernel.get('iovDisableIR');
  const observed =
    reading?.kind === 'read'
      ? { default: reading.value.default, configured: reading.value.configured, runtime: reading.value.runtime }
      : { default: null, configured: null, runtime: null };
  return aFinding(host, { observed, expected: 'FALSE', ...parts });
}

function port(host: ScannedHost, parts: Partial<Finding>): Finding {
  const observed = { enabled: true, outgoingBlocked: true, covering: host.covering.map((one) => ({ ...one })) };
  return aFinding(host, { rule: PORT, severity: 'high', observed, expected: 'outbound tcp/2377', ...parts });
}

const KB = 'Which of KB 2147325 and c05392947 holds for this host is for HPE support to say.';
const KB_NOTE = { text: KB, reference: 'VMware KB 2147325' };
const AMD_NOTE = {
  text: 'The advisory speaks of Intel VT-d; whether AMD Gen8 is affected is unconfirmed.',
  reference: null,
};
const FAIL = { verdict: 'fail', notes: [KB_NOTE] } as const;
const PASS = { verdict: 'pass', state: 'compliant' } as const;
const UNKNOWN = { verdict: 'unknown', state: 'unknown' } as const;

const REMAPPING_RIGHT: Partial<Finding> = {
  ...PASS,
  horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'pass' },
  message: 'iovDisableIR is FALSE now and after a reboot.',
};

/** By the names of hostsBySituation. */
const REMAPPING_JUDGED: Record<string, Partial<Finding>> = {
  wrong: {
    ...FAIL,
    state: 'non-compliant',
    horizons: { now: 'fail', nextBoot: 'fail', nextPatch: 'risk' },
    message: 'iovDisableIR is TRUE now and after a reboot; expected FALSE. Set FALSE, then reboot.',
    remedy: SET_FALSE,
  },
  pending: {
    ...FAIL,
    state: 'reboot-pending',
    horizons: { now: 'fail', nextBoot: 'pass', nextPatch: null },
    message: 'iovDisableIR still runs as TRUE, but is set to FALSE for the next boot: only a reboot is due.',
  },
  regressing: {
    ...FAIL,
    state: 'regresses-on-reboot',
    horizons: { now: 'pass', nextBoot: 'fail', nextPatch: null },
    message: 'iovDisableIR runs as FALSE but turns TRUE with the next reboot; expected FALSE.',
    remedy: SET_FALSE,
  },
  stuck: {
    ...FAIL,
    state: 'not-taking-effect',
    horizons: { now: 'fail', nextBoot: 'pass', nextPatch: null },
    message: 'iovDisableIR was set to FALSE and the host was rebooted, but it still runs as TRUE.',
  },
  patchRisk: {
    verdict: 'warn',
    state: 'may-regress-on-patch',
    horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'risk' },
    message:
      'iovDisableIR is FALSE now and after a reboot. Its default in ESXi 6.0 Patch 4 is TRUE (two or more sources: an advisory), and whether the host merely follows its default cannot be told.',
  },
  right: REMAPPING_RIGHT,
  rightToo: REMAPPING_RIGHT,
  stored: {
    ...UNKNOWN,
    horizons: { now: 'unknown', nextBoot: 'pass', nextPatch: null },
    message:
      'iovDisableIR is set to FALSE (stored option, presumed to hold from the next boot); what runs now could not be read: esxcli is not available on this host.',
    reason: 'esxcli-unavailable',
    notes: [AMD_NOTE],
  },
  old: { verdict: 'not-applicable' },
  foreign: { verdict: 'not-applicable' },
};

const PORT_OPEN: Partial<Finding> = {
  ...PASS,
  horizons: { now: 'pass', nextBoot: null, nextPatch: null },
  message: 'Ruleset vic-engine lets outbound tcp/2377 through.',
};

const PORT_JUDGED: Record<string, Partial<Finding>> = {
  wrong: {
    verdict: 'fail',
    state: 'non-compliant',
    horizons: { now: 'fail', nextBoot: null, nextPatch: null },
    message:
      'The firewall blocks outbound tcp/2377: no enabled ruleset opens it. vic-engine would, but is switched off.',
    remedy: { kind: 'firewallAllows' },
  },
  pending: {
    ...UNKNOWN,
    horizons: { now: 'unknown', nextBoot: null, nextPatch: null },
    message:
      'Ruleset vic-engine lets outbound tcp/2377 through to listed addresses only: give --vch-address to decide.',
    reason: 'vch-address-needed',
  },
  regressing: {
    verdict: 'warn',
    horizons: { now: 'pass', nextBoot: null, nextPatch: null },
    message:
      'The firewall is off, so nothing blocks outbound tcp/2377 today; once it is on, no enabled ruleset opens it.',
  },
  stuck: {
    ...PASS,
    horizons: { now: 'pass', nextBoot: null, nextPatch: null },
    message: 'Ruleset vSPC lets outbound tcp/2377 through. vSPC opens every outbound tcp port.',
  },
  right: PORT_OPEN,
  rightToo: PORT_OPEN,
  patchRisk: PORT_OPEN,
  foreign: PORT_OPEN,
  stored: {
    ...UNKNOWN,
    horizons: { now: 'unknown', nextBoot: null, nextPatch: null },
    observed: null,
    message: 'The firewall configuration could not be read: the account has no permission to read it.',
    reason: 'no-permission',
  },
  old: {
    verdict: 'waived',
    message:
      'Waived by J. Doe until 2027-01-01 (CHG0042): the host is retired by then. It would be fail (non-compliant): No enabled ruleset lets outbound tcp/2377 through.',
    waived: {
      verdict: 'fail',
      state: 'non-compliant',
      message: 'No enabled ruleset lets outbound tcp/2377 through.',
    },
  },
};

const LACKS_FIX = 'The host runs ESXi 6.0 Patch 4 (build 4600944), which is older than the fix.';
const AFFECTED = { status: 'affected', fixedBuild: '15169789', fixedSince: '2019-12-05', mitigated: false } as const;
const HAS_FIX: Partial<Finding> = {
  ...PASS,
  horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'pass' },
  message: 'The host runs a release that has the fix.',
  exposure: { status: 'fixed', fixedBuild: '15169789', fixedSince: '2019-12-05', mitigated: false },
};
const OPEN_TO_IT: Partial<Finding> = {
  verdict: 'fail',
  state: 'non-compliant',
  horizons: { now: 'fail', nextBoot: 'fail', nextPatch: 'fail' },
  message: LACKS_FIX,
  exposure: { ...AFFECTED, overdue: true },
};

/** Open, open with a workaround, closed, opened again by the patch, waived, and not known. */
const SLP_JUDGED: Record<string, Partial<Finding>> = {
  wrong: OPEN_TO_IT,
  stuck: OPEN_TO_IT,
  pending: {
    verdict: 'warn',
    state: 'mitigated',
    horizons: { now: 'mitigated', nextBoot: 'mitigated', nextPatch: 'fail' },
    message: `${LACKS_FIX} The workaround is in place, which is no fix.`,
    exposure: { ...AFFECTED, mitigated: true, overdue: true },
  },
  regressing: {
    ...OPEN_TO_IT,
    state: 'regresses-on-reboot',
    horizons: { now: 'mitigated', nextBoot: 'fail', nextPatch: 'pass' },
    message: `${LACKS_FIX} The workaround is in place, and will not be after a reboot.`,
    exposure: { ...AFFECTED, mitigated: true, overdue: true },
  },
  patchRisk: {
    ...HAS_FIX,
    verdict: 'warn',
    state: 'may-regress-on-patch',
    horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'fail' },
    message: 'The host runs a release that has the fix. ESXi 6.0 Patch 4 is build 4600944, which lacks it.',
  },
  old: {
    ...OPEN_TO_IT,
    verdict: 'waived',
    state: null,
    message: `Waived by J. Doe until 2027-01-01 (CHG0042): the host is retired by then. It would be fail (non-compliant): ${LACKS_FIX}`,
    waived: { verdict: 'fail', state: 'non-compliant', message: LACKS_FIX },
    exposure: { ...AFFECTED, fixedBuild: null, fixedSince: null, overdue: true },
  },
  stored: {
    ...UNKNOWN,
    horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: 'pass' },
    message: 'The host runs ESXi 6.0 Patch 4 (build 4600944): no source says whether it is affected.',
    reason: 'release-unclear',
    exposure: { status: 'unknown', fixedBuild: null, fixedSince: null, mitigated: false },
  },
};

function slp(host: ScannedHost, parts: Partial<Finding>): Finding {
  const observed = { version: host.version, build: host.build, release: host.release, released: host.released };
  return aFinding(host, { rule: SLP, observed, expected: { fixedIn: { '6.0.0': 15169789 } }, ...parts });
}

/** Every host has a finding of every rule, in the scan's order. */
export function findingsOf(hosts: Record<string, ScannedHost>): Finding[] {
  return Object.entries(hosts).flatMap(([name, host]) => {
    if (host.trouble !== null) return findingsOfAway(host);
    const note = name === 'old' ? oldNote(host) : aFinding(host, { rule: OLD, severity: 'low' });
    return [
      remapping(host, REMAPPING_JUDGED[name] ?? {}),
      note,
      port(host, PORT_JUDGED[name] ?? {}),
      slp(host, SLP_JUDGED[name] ?? HAS_FIX),
    ];
  });
}

function findingsOfAway(host: ScannedHost): Finding[] {
  const unknown = { ...UNKNOWN, reason: 'disconnected', observed: null } as const;
  const message = 'could not be read: the host is disconnected.';
  return [
    remapping(host, {
      ...unknown,
      horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: null },
      message: `iovDisableIR ${message}`,
    }),
    aFinding(host, { rule: OLD, severity: 'low' }),
    port(host, {
      ...unknown,
      horizons: { now: 'unknown', nextBoot: null, nextPatch: null },
      message: `The firewall configuration ${message}`,
    }),
    slp(host, {
      ...unknown,
      horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: null },
      expected: null,
      message: 'Whether the host is affected by it is not known: the host is disconnected.',
      exposure: { status: 'unknown', fixedBuild: null, fixedSince: null, mitigated: false },
    }),
  ];
}

function oldNote(host: ScannedHost): Finding {
  return remapping(host, {
    rule: OLD,
    severity: 'low',
    verdict: 'warn',
    state: 'non-compliant',
    horizons: { now: 'fail', nextBoot: 'fail', nextPatch: null },
    expected: 'TRUE',
    message: 'iovDisableIR is FALSE now and after a reboot; expected TRUE.',
  });
}

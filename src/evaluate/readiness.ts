import type { ReleaseIdentity } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import { grouped } from '../model/group-by.ts';
import { NOT_CHECKED_BEFORE_UPGRADE } from '../model/not-checked.ts';
import type {
  HostReadiness,
  PlannedUndertaking,
  PrepatchReport,
  Readiness,
  ReadinessFinding,
} from '../model/readiness.ts';
import type { RuleReport, Scan, ScannedHost } from '../model/scan.ts';
import { compareVersions } from '../checks/values/value.ts';
import { clustersReadiness } from './cluster-readiness.ts';

/**
 * Whether the hosts of a scan can be patched, by the rules that block it. Pure.
 *
 * A host is `not-ready` as soon as one of them was read as failing, `unknown` where one could not be read or where none
 * was checked at all, and else `no-blocker-found`: never more than that.
 */
export function prepatchReport(scan: Scan): PrepatchReport {
  const { tool, startedAt, finishedAt, targets, targetRelease, rules, remarks } = scan;
  const byHost = grouped(scan.findings, ({ host }) => host);
  const hosts = scan.hosts.map((host) => hostReadiness(host, byHost.get(host.id) ?? [], scan));
  return {
    tool,
    startedAt,
    finishedAt,
    targets,
    targetRelease,
    rules,
    hosts,
    clusters: clustersReadiness(hosts, scan),
    notChecked: hosts.some(({ undertaking }) => undertaking === 'upgrade') ? NOT_CHECKED_BEFORE_UPGRADE : [],
    ...(remarks === undefined ? {} : { remarks }),
  };
}

function hostReadiness(host: ScannedHost, findings: readonly Finding[], scan: Scan): HostReadiness {
  const undertaking = undertakingOn(host, scan);
  const blocking = scan.rules.filter((rule) => blocks(rule, undertaking));
  const ids = new Set(blocking.map(({ id }) => id));
  const found = new Map(findings.map((finding) => [finding.rule, finding]));
  const judged = [
    ...blocking.map((rule) => standingOf(rule, found.get(rule.id))),
    ...(undertaking !== 'patch' && !scan.rules.some(isForUpgrades) ? [NOT_JUDGED] : []),
  ];
  const of = (standing: Standing): readonly ReadinessFinding[] =>
    judged.flatMap((each) => (each.standing === standing ? [each.finding] : []));
  const checked = of('passes').length + of('blocks').length;
  return {
    host,
    answer: answerFrom(of('blocks').length, of('unread').length, checked),
    undertaking,
    targetRelease: plannedFor(host, scan),
    asOf: scan.startedAt,
    checked,
    blockers: of('blocks'),
    unread: of('unread'),
    notCheckable: of('not-applicable').map(({ rule }) => rule),
    waived: of('waived'),
    notes: findings.filter((finding) => isNote(finding, ids)).map(shown),
  };
}

function isForUpgrades({ blocks: named = [] }: RuleReport): boolean {
  return named.includes('upgrade') && !named.includes('patch');
}

/** A scan by the rules of a patch alone has not looked at what stops an upgrade. */
const NOT_JUDGED: Judged = {
  standing: 'unread',
  finding: {
    rule: 'upgrade/*',
    severity: 'high',
    verdict: 'unknown',
    message: 'The scan was judged by no rule that blocks an upgrade: name the pack upgrade.',
    reason: 'not-reported',
  },
};

/** Nothing checked is nothing known. */
function answerFrom(blockers: number, unread: number, checked: number): Readiness {
  if (blockers > 0) return 'not-ready';
  return unread > 0 || checked === 0 ? 'unknown' : 'no-blocker-found';
}

type Standing = 'passes' | 'blocks' | 'unread' | 'not-applicable' | 'waived';

const STANDINGS = {
  pass: 'passes',
  fail: 'blocks',
  unknown: 'unread',
  'not-applicable': 'not-applicable',
  waived: 'waived',
} as const satisfies Readonly<Record<Exclude<Finding['verdict'], 'warn'>, Standing>>;

interface Judged {
  readonly standing: Standing;
  readonly finding: ReadinessFinding;
}

/** A scan that is silent about a rule that it was judged by has not looked. */
function standingOf({ id, severity }: RuleReport, finding: Finding | undefined): Judged {
  if (finding !== undefined) return { standing: standingAs(finding), finding: shown(finding) };
  const message = 'The scan holds no finding of this rule for the host.';
  return { standing: 'unread', finding: { rule: id, severity, verdict: 'unknown', message, reason: 'not-reported' } };
}

/**
 * A warn of a check that does not hold now blocks as a fail does: a site that lets a rule only warn takes no blocker away. A
 * waiver takes away what was read: what nobody has seen stays unread.
 */
function standingAs({ verdict, waived, horizons: { now } }: Finding): Standing {
  if (verdict === 'waived' && waived?.verdict === 'unknown') return 'unread';
  if (verdict !== 'warn') return STANDINGS[verdict];
  if (now === 'fail') return 'blocks';
  return now === 'unknown' ? 'unread' : 'passes';
}

function shown({ rule, severity, verdict, message, reason, notes }: Finding): ReadinessFinding {
  const remarks = notes.filter(({ reference }) => reference !== null).map(({ text }) => text);
  return { rule, severity, verdict, message, reason, ...(remarks.length === 0 ? {} : { remarks }) };
}

/** What is a blocker is told as one; of one that holds now a warning is still worth to be read. */
function isNote(finding: Finding, blocking: ReadonlySet<string>): boolean {
  const { rule, verdict } = finding;
  if (blocking.has(rule)) return verdict === 'warn' && standingAs(finding) === 'passes';
  return verdict === 'warn' || verdict === 'fail' || verdict === 'unknown';
}

/** What blocks a patch blocks all else as well: a host has to be emptied, written to and booted for each. */
function blocks({ blocks: named = [] }: RuleReport, undertaking: PlannedUndertaking): boolean {
  return named.includes('patch') || (undertaking !== 'patch' && named.includes('upgrade'));
}

/** A release of a lower version is a way back, one of another line an upgrade; of a host whose version was not read it may be one. */
function undertakingOn(host: ScannedHost, scan: Scan): PlannedUndertaking {
  const planned = plannedFor(host, scan);
  // The image of its cluster brings a release, and which one is not known.
  if (planned === null && (host.plannedImage ?? null) !== null) return 'upgrade';
  // Clusters have releases of their own, and of which cluster the host is was not read.
  if (planned === null && host.targetRelease === null && host.cluster === null && host.computeResource === null)
    return 'upgrade';
  if (planned === null) return 'patch';
  if ((compareVersions(planned.version ?? '', host.version ?? '') ?? 0) < 0) return 'downgrade';
  const [from, to] = [host.version ?? '', planned.version ?? ''].map(lineOf);
  return from !== null && from === to ? 'patch' : 'upgrade';
}

function plannedFor(host: ScannedHost, { targetRelease }: Scan): ReleaseIdentity | null {
  return host.targetRelease === undefined ? targetRelease : host.targetRelease;
}

/** `8.0` of `8.0.3`. */
function lineOf(version: string): string | null {
  return /^(\d+\.\d+)(?:\.|$)/.exec(version)?.[1] ?? null;
}

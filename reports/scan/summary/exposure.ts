import { ADVISORIES_OLD_AFTER, type Advisory, EXPLOITATION } from '../../../src/model/advisory.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { SEVERITIES, type Severity } from '../../../src/model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';

type Hosts = readonly ScannedHost[];

/** Hosts by how they stand to one advisory right now; together all hosts that its rule applies to. */
export interface ExposureNow {
  /** The release lacks the fix, whether or not a workaround is in place. */
  readonly affected: Hosts;
  readonly unknown: Hosts;
  /** The fix is there, and the host has been up since before it came out: virtual machines may still run the old code. */
  readonly notRebooted: Hosts;
  /** The fix is there, or the fault is not in the release. */
  readonly clear: Hosts;
}

/** What changes between now and one point in time to come. A host whose answer is unknown is in none but `unknown`. */
export interface ExposureAhead {
  /** Affected now, and not then. */
  readonly closes: Hosts;
  /** Not known to be right now, and affected then. */
  readonly leavesOpen: Hosts;
  /** Right now, and affected then. */
  readonly opensAgain: Hosts;
  /** Not known today, and right then: not closed, for nobody knows whether it was open. */
  readonly settles: Hosts;
  /** Not known then. */
  readonly unknown: Hosts;
}

/** One advisory, or one fix group of it, over all hosts. */
export interface ExposureRow {
  readonly rule: RuleReport;
  /** Place of the rule in the scan. */
  readonly index: number;
  readonly advisory: Advisory;
  /** The worst that a finding of it has which is not right, else the rule's own. */
  readonly severity: Severity;
  readonly now: ExposureNow;
  /** Of the affected: a workaround that was read is in place. */
  readonly mitigated: Hosts;
  /** Of the mitigated: the workaround will not be there after a reboot. */
  readonly mitigatedUntilBoot: Hosts;
  /** Of the affected: the fix has been available for longer than people gave themselves. */
  readonly overdue: Hosts;
  /** Of all: people have accepted it until a day. */
  readonly waived: Hosts;
  /** First fixed builds by version, as the affected hosts have them, each once; null: none for that version. */
  readonly fixedIn: readonly { readonly version: string | null; readonly build: string | null }[];
  /** Where another image is staged, or it is not known whether one is; hosts that boot as they run are in none. */
  readonly nextBoot: ExposureAhead;
  /** Null where no release was asked about. */
  readonly nextPatch: ExposureAhead | null;
}

export interface ExposureSummary {
  /** Exploited first, then what is younger than the list, then by severity and hosts. */
  readonly rows: readonly ExposureRow[];
  /** ISO 8601 day of the data; the oldest where there are several, null where none is a day. */
  readonly asOf: string | null;
  /** The day of the list of exploited faults; null where no advisory tells it. */
  readonly listAsOf: string | null;
  /** Days from the day of the data to the scan, where that is too long; null where the data are young enough. */
  readonly oldDays: number | null;
}

/** Null where no rule of the scan is of an advisory. Pure. */
export function exposureSummary(scan: Scan): ExposureSummary | null {
  const rules = scan.rules.flatMap((rule, index) =>
    rule.advisory === undefined ? [] : [{ rule, index, advisory: rule.advisory }],
  );
  if (rules.length === 0) return null;
  const byRule = findingsByRule(
    rules.map(({ rule }) => rule.id),
    scan,
  );
  const rows = rules.map((each) => rowOf(each, scan, byRule.get(each.rule.id) ?? new Map()));
  const days = rules.map(({ advisory }) => advisory.asOf).filter((day) => !Number.isNaN(Date.parse(day)));
  const asOf = days.toSorted()[0] ?? null;
  return { rows: rows.toSorted(byUrgency), asOf, listAsOf: listDay(rows), oldDays: oldDays(asOf, scan.startedAt) };
}

/** Whether somebody has to look at it: now, at the next boot or after the planned patch. */
export function isOpen({ now, nextBoot, nextPatch }: ExposureRow): boolean {
  const ahead = [nextBoot, ...(nextPatch === null ? [] : [nextPatch])];
  return (
    now.affected.length + now.unknown.length + now.notRebooted.length > 0 ||
    ahead.some(({ opensAgain, unknown }) => opensAgain.length + unknown.length > 0)
  );
}

type FindingsOfRule = ReadonlyMap<string, Finding>;

function findingsByRule(ids: readonly string[], { findings }: Scan): ReadonlyMap<string, FindingsOfRule> {
  const byRule = new Map(ids.map((id) => [id, new Map<string, Finding>()]));
  for (const finding of findings) byRule.get(finding.rule)?.set(finding.host, finding);
  return byRule;
}

function rowOf(
  { rule, index, advisory }: Pick<ExposureRow, 'rule' | 'index' | 'advisory'>,
  { hosts, targetRelease }: Pick<Scan, 'hosts' | 'targetRelease'>,
  findings: FindingsOfRule,
): ExposureRow {
  const judged: readonly Judged[] = hosts.map((host) => ({
    host,
    finding: findings.get(host.id) ?? null,
    now: nowOf(findings, host),
  }));
  const having = (is: (each: Judged) => boolean): Hosts => judged.filter(is).map(({ host }) => host);
  const standing = (wanted: Standing): Hosts => having(({ now }) => now === wanted);
  const ofAffected = (is: (finding: Finding) => boolean): Hosts =>
    having(({ finding, now }) => now === 'affected' && finding !== null && is(finding));
  const severities = new Set(judged.flatMap(({ finding }) => (finding?.verdict === 'pass' ? [] : [finding?.severity])));
  return {
    rule,
    index,
    advisory,
    severity: SEVERITIES.find((severity) => severities.has(severity)) ?? rule.severity,
    now: {
      affected: standing('affected'),
      unknown: standing('unknown'),
      notRebooted: standing('notRebooted'),
      clear: standing('clear'),
    },
    mitigated: ofAffected(({ exposure }) => exposure?.mitigated === true),
    mitigatedUntilBoot: ofAffected(
      ({ exposure, horizons }) => exposure?.mitigated === true && horizons.nextBoot === 'fail',
    ),
    overdue: ofAffected(({ exposure }) => exposure?.overdue === true),
    waived: having(({ finding }) => finding?.verdict === 'waived'),
    fixedIn: fixedIn(judged),
    nextBoot: aheadOf(judged, ({ horizons: { now, nextBoot } }) => (sameAs(now, nextBoot) ? null : nextBoot)),
    nextPatch: isPatchPlanned({ hosts, targetRelease })
      ? aheadOf(judged, ({ horizons }, host) =>
          isPatched(host, targetRelease) ? (horizons.nextPatch ?? 'unknown') : null,
        )
      : null,
  };
}

/** Whether a release is planned for all hosts, or for some by their clusters. */
export function isPatchPlanned({ hosts, targetRelease }: Pick<Scan, 'hosts' | 'targetRelease'>): boolean {
  return targetRelease !== null || hosts.some((host) => isPatched(host, null));
}

/** A host whose image does not tell what it brings is patched as well. */
function isPatched({ targetRelease, plannedImage }: ScannedHost, forAll: Scan['targetRelease']): boolean {
  return (targetRelease === undefined ? forAll : targetRelease) !== null || plannedImage !== undefined;
}

function fixedIn(judged: readonly Judged[]): ExposureRow['fixedIn'] {
  const fixes = judged.flatMap(({ host: { version }, now, finding }) =>
    now === 'affected' ? [{ version, build: finding?.exposure?.fixedBuild ?? null }] : [],
  );
  return [...new Map(fixes.map((fix) => [`${fix.version} ${fix.build}`, fix])).values()];
}

type Standing = keyof ExposureNow | 'notJudged';

interface Judged {
  readonly host: ScannedHost;
  readonly finding: Finding | null;
  readonly now: Standing;
}

/** A host that the scan holds no finding for is unknown. */
function nowOf(findings: FindingsOfRule, { id }: ScannedHost): Standing {
  const finding = findings.get(id);
  if (finding === undefined) return 'unknown';
  const { verdict, horizons, exposure, waived } = finding;
  if (verdict === 'not-applicable') return 'notJudged';
  if (exposure === undefined || exposure.status === 'unknown') return 'unknown';
  if (exposure.status === 'affected') return 'affected';
  // What a waiver hides is what the host is.
  const own = waived?.verdict ?? verdict;
  // The running release has the fix: what is not right of the host is another point in time, or that it was not rebooted.
  const isRightLater = [horizons.nextBoot, horizons.nextPatch].every(
    (outlook) => outlook === 'pass' || outlook === null,
  );
  if (own === 'unknown') return 'unknown';
  return own === 'warn' && isRightLater ? 'notRebooted' : 'clear';
}

type Outlook = Finding['horizons']['now'];

/** A workaround is no fix: with it a host boots as open as it is. */
function sameAs(now: Outlook, later: Outlook): boolean {
  const bare = (outlook: Outlook) => (outlook === 'mitigated' ? 'fail' : outlook);
  return later === null || bare(now) === bare(later);
}

/** By how each host stands then; null: as now, and said nothing of. */
function aheadOf(judged: readonly Judged[], then: (finding: Finding, host: ScannedHost) => Outlook): ExposureAhead {
  const ahead = { closes: [], leavesOpen: [], opensAgain: [], settles: [], unknown: [] } as {
    -readonly [Key in keyof ExposureAhead]: ScannedHost[];
  };
  for (const { host, finding, now } of judged) {
    if (now === 'notJudged') continue;
    const outlook = finding === null ? 'unknown' : then(finding, host);
    if (outlook === null) continue;
    const isOpenThen = outlook === 'fail' || outlook === 'mitigated';
    if (outlook === 'pass') {
      if (now === 'affected') ahead.closes.push(host);
      if (now === 'unknown') ahead.settles.push(host);
    } else if (!isOpenThen) ahead.unknown.push(host);
    else if (now === 'affected' || now === 'unknown') ahead.leavesOpen.push(host);
    else ahead.opensAgain.push(host);
  }
  return ahead;
}

const byUrgency = (one: ExposureRow, other: ExposureRow): number =>
  rankOf(one) - rankOf(other) ||
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
  other.now.affected.length - one.now.affected.length ||
  other.now.unknown.length - one.now.unknown.length;

function rankOf({ advisory }: ExposureRow): number {
  return EXPLOITATION.indexOf(advisory.exploited.state);
}

/** Of a fault that is known to be exploited the date is its own. */
function listDay(rows: readonly ExposureRow[]): string | null {
  const days = rows.flatMap(({ advisory: { exploited } }) => (exploited.state === 'exploited' ? [] : [exploited.date]));
  return days.toSorted()[0] ?? null;
}

const DAY = 24 * 60 * 60 * 1000;

function oldDays(asOf: string | null, startedAt: string): number | null {
  const days = asOf === null ? Number.NaN : Math.floor((Date.parse(startedAt) - Date.parse(asOf)) / DAY);
  return days > ADVISORIES_OLD_AFTER ? days : null;
}

/** The scan without the rules that the section of advisories speaks of. */
export function withoutAdvisories(scan: Scan): Scan {
  const rules = scan.rules.filter(({ advisory }) => advisory === undefined);
  if (rules.length === scan.rules.length) return scan;
  const kept = new Set(rules.map(({ id }) => id));
  return { ...scan, rules, findings: scan.findings.filter(({ rule }) => kept.has(rule)) };
}

import type { HostChange, VerdictSeen } from '../../src/model/changes-since.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { someOf } from '../text/wrap.ts';

/** Ids of rules of advisories, and all other changes in their order. */
export interface AdvisoryChanges<Change> {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** Known in the earlier scan, and not in the later. */
  readonly lost: readonly string[];
  readonly rest: readonly Change[];
}

/** What a patch did to advisories, apart from the rest: it closes many at once, and a host that cannot be read loses as many. */
export function advisoryChanges(changes: readonly HostChange[]): AdvisoryChanges<HostChange> {
  const became = (wanted: Turn): readonly string[] =>
    changes.flatMap((change) => (turnOf(change) === wanted && change.kind === 'verdict' ? [change.rule] : []));
  const rest = changes.filter((one) => turnOf(one) === null);
  return { opened: became('opened'), closed: became('closed'), lost: became('lost'), rest };
}

const NAME = /^advisories\/(.+?)(?:-(cve-\d{4}-\d{4,7}))?$/;

type Turn = 'opened' | 'closed' | 'lost';

/** Null where it is no advisory, or neither opened nor closed by what both scans know, nor unknown since then. */
export function turnOf(change: HostChange): Turn | null {
  if (change.kind !== 'verdict' || !NAME.test(change.rule) || change.judgedBy !== undefined) return null;
  if (change.after.verdict === 'unknown') return change.before.verdict === 'unknown' ? null : 'lost';
  const [before, after] = [isOpen(change.before), isOpen(change.after)];
  if (after && !before) return 'opened';
  return before && change.after.verdict === 'pass' ? 'closed' : null;
}

const OPEN: ReadonlySet<VerdictSeen['state']> = new Set(['non-compliant', 'mitigated', 'regresses-on-reboot']);

/** A workaround, or time that is left to patch, makes a warning of it, and no fix. */
function isOpen({ verdict, state }: VerdictSeen): boolean {
  return verdict === 'fail' || (verdict === 'warn' && OPEN.has(state));
}

const NAMED = 5;

/** `12 advisories closed: VMSA-2025-0004 CVE-2025-22224, … and 7 more`, for each of the three that happened; harmless. */
export function advisoryTexts({ opened, closed, lost }: Omit<AdvisoryChanges<unknown>, 'rest'>): readonly string[] {
  const turns = [
    [opened, 'opened'],
    [lost, 'not known any more'],
    [closed, 'closed'],
  ] as const;
  return turns.flatMap(([ids, word]) => {
    const names = someOf(ids.map(nameOfRule), NAMED);
    if (ids.length === 0) return [];
    return [ids.length === 1 ? `${names} ${word}` : `${ids.length} advisories ${word}: ${names}`];
  });
}

/** `VMSA-2025-0004 CVE-2025-22224`, which is what the id is made of. */
function nameOfRule(id: string): string {
  const [, advisory = id, cve = ''] = NAME.exec(id) ?? [];
  return escapeControlCharacters(`${advisory} ${cve}`.trim().toUpperCase());
}

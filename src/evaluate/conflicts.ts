import { kindOf, remedyKindOf, resourceKey, wouldPass } from '../checks/index.ts';
import type { Finding, FindingNote } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import { isSingle } from '../model/leaves.ts';
import type { Action } from '../model/plan.ts';
import type { Check } from '../model/check.ts';
import type { Rule } from '../model/rule.ts';
import { conditionHolds } from './condition.ts';
import { everyVariant, ruleFor } from './rule-for.ts';

/** Two rules that want different values of one thing, where both apply to a host. */
interface Conflict {
  readonly resource: string;
  readonly one: Side;
  readonly other: Side;
}

/** A rule with one of the expectations that it has for some hosts; `of` is the whole rule. */
interface Side {
  readonly rule: Rule;
  readonly of: Rule;
}

/**
 * Pairs of rules of which neither host could please both: what one of them wants fails the other. Only plain checks are
 * compared, whose wanted value is known: by their remedy, or because they name one.
 */
function conflictsAmong(rules: readonly Rule[]): readonly Conflict[] {
  const plain = rules.flatMap(sidesOf).flatMap((side) => {
    const { check } = side.rule;
    const resource = isSingle(check) ? resourceKey(check) : null;
    return resource === null ? [] : [{ resource, side }];
  });
  return plain.flatMap(({ resource, side: one }, index) =>
    plain
      .slice(index + 1)
      .filter((later) => later.resource === resource && later.side.of !== one.of && differ(one.rule, later.side.rule))
      .map(({ side: other }) => ({ resource, one, other })),
  );
}

function sidesOf(of: Rule): readonly Side[] {
  return everyVariant(of).map((rule) => ({ rule, of }));
}

function differ(one: Rule, other: Rule): boolean {
  return fails(other.check, wantedBy(one)) || fails(one.check, wantedBy(other));
}

function fails(check: Check, action: Action | null): boolean {
  return action !== null && isSingle(check) && wouldPass(check, action, null) === false;
}

/** What a rule would have set: by its remedy, else the one value that its check names. */
function wantedBy({ check, remedy }: Rule): Action | null {
  if (remedy !== null) return remedyKindOf(remedy).action(remedy);
  return isSingle(check) ? (kindOf(check).resource?.wanted(check) ?? null) : null;
}

const KNOWN = new WeakMap<readonly Rule[], readonly Conflict[]>();

/** Looked for once for all hosts that are judged by the same rules. */
function conflictsOf(rules: readonly Rule[]): readonly Conflict[] {
  const conflicts = KNOWN.get(rules) ?? conflictsAmong(rules);
  KNOWN.set(rules, conflicts);
  return conflicts;
}

/** Tells contradictions at both findings. There are some only on a host that both rules surely apply to, and that has the thing. */
export function withConflicts(findings: Finding[], host: Host, rules: readonly Rule[]): Finding[] {
  const conflicts = conflictsOf(rules);
  if (conflicts.length === 0) return findings;
  const byRule = new Map(findings.map((finding) => [finding.rule, finding]));
  for (const conflict of conflicts) {
    const sides = [conflict.one, conflict.other];
    const applies = (side: Side): boolean =>
      holdsFor(side, host) && byRule.get(side.of.id)?.verdict !== 'not-applicable';
    if (!sides.every(applies)) continue;
    for (const { of } of sides) {
      const finding = byRule.get(of.id);
      if (finding === undefined) continue;
      byRule.set(of.id, { ...finding, notes: [...finding.notes, conflictNote(conflict, of)] });
    }
  }
  return findings.map((finding) => byRule.get(finding.rule) ?? finding);
}

/** Whether a host is judged by this expectation of the rule, and not by another. */
function holdsFor({ rule, of }: Side, host: Host): boolean {
  if (conditionHolds(of.appliesTo, host) !== true) return false;
  return of.variants === undefined || of.clusters !== undefined || ruleFor(of, host)?.check === rule.check;
}

/** What is said at the finding of a rule about another one that contradicts it on the same host. */
function conflictNote({ resource, one, other }: Conflict, at: Rule): FindingNote {
  const against = at.id === one.of.id ? other.of : one.of;
  return {
    text: `Conflict: ${against.id} wants something else of the same ${resource}; neither is planned until it is settled which of them holds for this host.`,
    reference: against.references.length === 0 ? null : against.references.join('; '),
  };
}

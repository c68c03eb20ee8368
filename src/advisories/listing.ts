import type { CheckOf } from '../checks/check-kind.ts';
import { fixCheckOf } from '../checks/fixed-in.ts';
import { wordsForState } from '../checks/judgement/fix-words.ts';
import { fixState, type Running } from '../checks/values/fix-state.ts';
import { type Advisory, EXPLOITATION, EXPOSURES } from '../model/advisory.ts';
import type { AdvisoryAge, ReleaseQuery, ListedAdvisory, ListedFix, ReleaseState } from '../model/advisory-listing.ts';
import type { Fix } from '../model/check.ts';
import { type Rule, SEVERITIES } from '../model/rule.ts';
import type { AdvisoryFile } from './advisory-file.ts';

/** A rule of the pack `advisories`. */
export interface AdvisoryRule {
  readonly rule: Rule;
  readonly advisory: Advisory;
  readonly check: CheckOf<'fixedIn'>;
}

/**
 * The advisories that rules are of, the youngest first; with a release, what it is open to first, and how it stands to each by
 * the function that judges hosts. Pure.
 */
export function listAdvisories(rules: readonly Rule[], release: ReleaseQuery | null): readonly ListedAdvisory[] {
  const listed = advisoryRulesOf(rules).map(({ rule, advisory, check }) => ({
    rule: rule.id,
    severity: rule.severity,
    advisory,
    fixes: Object.entries(check.fixes).map(([version, fix]) => listedFix(version, fix, advisory)),
    state: release === null ? null : stateOf(release, check),
  }));
  return listed.toSorted((one, other) => rankOf(one) - rankOf(other));
}

const DAY_MS = 86_400_000;

/** How old the data is on the day of `now`, in UTC. */
export function advisoryAge({ asOf, exploited }: Pick<AdvisoryFile, 'asOf' | 'exploited'>, now: Date): AdvisoryAge {
  const today = now.toISOString().slice(0, 10);
  const days = Math.round((Date.parse(today) - Date.parse(asOf)) / DAY_MS);
  return { today, asOf, days, exploited: { list: exploited.list, asOf: exploited.asOf } };
}

/** The youngest first; of one advisory the worst first. */
export function advisoryRulesOf(rules: readonly Rule[]): readonly AdvisoryRule[] {
  const own = rules.flatMap((rule) => {
    const { advisory } = rule;
    const check = fixCheckOf(rule);
    return advisory === undefined || check === null ? [] : [{ rule, advisory, check }];
  });
  return own.toSorted(
    (one, other) =>
      compare(keyOf(other.advisory), keyOf(one.advisory)) ||
      SEVERITIES.indexOf(one.rule.severity) - SEVERITIES.indexOf(other.rule.severity),
  );
}

function keyOf({ published, id }: Advisory): string {
  return `${published} ${id}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function listedFix(version: string, fix: Fix, { fixes }: Advisory): ListedFix {
  if (typeof fix !== 'number') return { version, build: null, name: null, word: fix };
  const name = fixes.find((named) => named.version === version)?.name ?? null;
  return { version, build: String(fix), name, word: null };
}

function stateOf({ version, build }: ReleaseQuery, check: CheckOf<'fixedIn'>): ReleaseState {
  const state = fixState(runningOf({ version: version ?? '', build }), check);
  const said = { is: `It is build ${build}`, version: version ?? '', published: check.published };
  return {
    status: state.status,
    fixedBuild: state.build === null ? null : String(state.build),
    message: wordsForState(state, said),
  };
}

/** As a host whose package esx-base was not read. */
export function runningOf({ version, build }: { readonly version: string; readonly build: string }): Running {
  return { version, build: Number(build), base: null };
}

/** What a release is open to first, then what is known or may be exploited, then the worst. */
function rankOf({ state, severity, advisory }: ListedAdvisory): number {
  if (state === null) return 0;
  const ranks = [
    EXPOSURES.indexOf(state.status),
    EXPLOITATION.indexOf(advisory.exploited.state),
    SEVERITIES.indexOf(severity),
  ];
  return ranks.reduce((sum, rank) => sum * 10 + rank, 0);
}

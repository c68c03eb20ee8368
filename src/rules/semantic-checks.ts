import { remedyKindOf } from '../checks/index.ts';
import { isSingle } from '../model/leaves.ts';
import type { Check, Remedy } from '../model/check.ts';
import type { Rule, RuleProfile } from '../model/rule.ts';
import type { SchemaIssue } from '../yaml/schema-issue.ts';

/** What does not make sense in a rule although each part fits the schema. `id` is the one that its path gives it. */
export function semanticIssues(rule: Rule, id: string): readonly SchemaIssue[] {
  return [
    ...idIssues(rule, id),
    ...expectationIssues(rule, []),
    ...variantIssues(rule, rule, []),
    ...Object.entries(rule.profiles).flatMap(([name, profile]) => [
      ...expectationIssues({ ...profile, enforce: rule.enforce }, ['profiles', name]),
      ...variantIssues(rule, profile, ['profiles', name]),
    ]),
    ...exampleIssues(rule),
    ...askingIssues(rule),
    ...blockingIssues(rule),
  ];
}

function idIssues(rule: Rule, id: string): readonly SchemaIssue[] {
  return rule.id === id ? [] : [issue('id', `the id must be the path of the file: ${id} was expected`)];
}

function variantIssues(
  { enforce }: Rule,
  { variants = [] }: RuleProfile,
  path: SchemaIssue['path'],
): readonly SchemaIssue[] {
  return variants.flatMap((variant, at) => expectationIssues({ ...variant, enforce }, [...path, 'variants', at]));
}

type Expectation = Pick<Rule, 'check' | 'remedy' | 'enforce'>;

function expectationIssues({ check, remedy, enforce }: Expectation, path: SchemaIssue['path']): readonly SchemaIssue[] {
  if (remedy === null) return [];
  const text = onlyNotes(enforce)
    ? 'a rule that only notes has no remedy'
    : (mismatchOf(check, remedy) ?? denied(remedy));
  return text === null ? [] : [{ path, key: 'remedy', text }];
}

/** Why carrying the remedy out would not make the check pass; null when it would. */
function mismatchOf(check: Check, remedy: Remedy): string | null {
  if (!isSingle(check)) return 'several checks that are joined have no remedy';
  if (remedy.kind !== check.kind) return `a ${check.kind} remedy was expected, as the check is of that kind`;
  return remedyKindOf(remedy).mismatch(remedy, check);
}

function denied(remedy: Remedy): string | null {
  const name = deniedIn(remedy);
  return name === null ? null : `${name} is told, and never changed by a machine: a remedy was not expected`;
}

/** What the remedy would change although no machine should, by name; null when it may. */
export function deniedIn(remedy: Remedy): string | null {
  return remedyKindOf(remedy).denied(remedy);
}

/** What only means something in a rule that has to be asked for. */
function askingIssues({ enforce, usedIf, examples }: Rule): readonly SchemaIssue[] {
  if (enforce === 'asked') return [];
  const index = examples.findIndex(({ asked }) => asked === true);
  return [
    ...(usedIf === undefined ? [] : [issue('usedIf', 'usedIf goes with enforce: asked')]),
    ...(index === -1 ? [] : [{ path: ['examples', index], key: 'asked', text: 'asked goes with enforce: asked' }]),
  ];
}

/** What is never more than a warning cannot stop anybody. */
function blockingIssues({ enforce, blocks }: Rule): readonly SchemaIssue[] {
  return onlyNotes(enforce) && blocks !== undefined ? [issue('blocks', 'a rule that only notes blocks nothing')] : [];
}

/** Whether a fail is a warning as the rule stands. */
function onlyNotes(enforce: Rule['enforce']): boolean {
  return enforce === 'note' || enforce === 'demanded';
}

const WANTED = {
  remedy: ['pass', 'fail'],
  note: ['pass', 'warn'],
  demanded: ['pass', 'warn'],
  asked: ['pass', 'fail', 'warn'],
} as const;

/** A rule that only notes warns where others fail; one that has to be asked for does both. */
function exampleIssues({ examples, enforce, profiles }: Rule): readonly SchemaIssue[] {
  const wanted = WANTED[enforce];
  const missing = [null, ...Object.keys(profiles)].flatMap((profile) => {
    const shown = new Set<string>(
      examples.filter((example) => example.profile === profile).map(({ verdict }) => verdict),
    );
    const of = profile === null ? '' : ` of the profile ${profile}`;
    return wanted
      .filter((verdict) => !shown.has(verdict))
      .map((verdict) => issue('examples', `an example${of} with the verdict ${verdict} was expected`));
  });
  const unknown = examples.find(({ profile }) => profile !== null && !Object.hasOwn(profiles, profile));
  return unknown === undefined
    ? missing
    : [...missing, issue('examples', `the rule has no profile ${unknown.profile ?? ''}`)];
}

function issue(key: string, text: string): SchemaIssue {
  return { path: [], key, text };
}

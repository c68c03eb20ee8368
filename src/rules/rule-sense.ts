import type { Remedy, Rule, RuleProfile } from '../model/rule.ts';
import type { Misfit } from '../yaml/misfit.ts';
import { neverRemedied } from './never-remedied.ts';
import { remedyMistake } from './remedy-sense.ts';

/** What does not make sense in a rule although each part fits the schema. `id` is the one that its path gives it. */
export function senseOf(rule: Rule, id: string): readonly Misfit[] {
  return [
    ...idSense(rule, id),
    ...expectationSense(rule, []),
    ...variantSense(rule, rule, []),
    ...Object.entries(rule.profiles).flatMap(([name, profile]) => [
      ...expectationSense({ ...profile, enforce: rule.enforce }, ['profiles', name]),
      ...variantSense(rule, profile, ['profiles', name]),
    ]),
    ...exampleSense(rule),
  ];
}

function idSense(rule: Rule, id: string): readonly Misfit[] {
  return rule.id === id ? [] : [misfit('id', `the id must be the path of the file: ${id} was expected`)];
}

function variantSense({ enforce }: Rule, { variants = [] }: RuleProfile, path: Misfit['path']): readonly Misfit[] {
  return variants.flatMap((variant, at) => expectationSense({ ...variant, enforce }, [...path, 'variants', at]));
}

type Expectation = Pick<Rule, 'check' | 'remedy' | 'enforce'>;

function expectationSense({ check, remedy, enforce }: Expectation, path: Misfit['path']): readonly Misfit[] {
  if (remedy === null) return [];
  const text =
    enforce === 'note' ? 'a rule that only notes has no remedy' : (remedyMistake(check, remedy) ?? forbidden(remedy));
  return text === null ? [] : [{ path, key: 'remedy', text }];
}

function forbidden(remedy: Remedy): string | null {
  const thing = neverRemedied(remedy);
  return thing === null ? null : `${thing} is told, and never changed by a machine: a remedy was not expected`;
}

/** A rule that only notes warns where others fail. */
function exampleSense({ examples, enforce, profiles }: Rule): readonly Misfit[] {
  const wanted = ['pass', enforce === 'note' ? 'warn' : 'fail'];
  const missing = [null, ...Object.keys(profiles)].flatMap((profile) => {
    const shown = new Set(examples.filter((example) => example.profile === profile).map(({ verdict }) => verdict));
    const of = profile === null ? '' : ` of the profile ${profile}`;
    return wanted
      .filter((verdict) => !shown.has(verdict))
      .map((verdict) => misfit('examples', `an example${of} with the verdict ${verdict} was expected`));
  });
  const unknown = examples.find(({ profile }) => profile !== null && !Object.hasOwn(profiles, profile));
  return unknown === undefined
    ? missing
    : [...missing, misfit('examples', `the rule has no profile ${unknown.profile ?? ''}`)];
}

function misfit(key: string, text: string): Misfit {
  return { path: [], key, text };
}

import type { Check, Operator, ReleaseRequirement, RuleValue, SingleCheck } from '../../src/model/check.ts';
import type { Rule, RuleProfile, RuleVariant } from '../../src/model/rule.ts';

/** A rule that asks something else than it should, and what was changed about it. */
export interface Mutant {
  readonly what: string;
  readonly rule: Rule;
}

/** The rule with each part of what it asks changed, one at a time: its own expectation and that of each profile. */
export function mutantsOf(rule: Rule): readonly Mutant[] {
  const own = [
    ...mutate(rule.check).map(([what, check]) => ({ what, rule: { ...rule, check } })),
    ...variantMutants(rule).map(([what, variants]) => ({ what, rule: { ...rule, variants } })),
  ];
  const inProfiles = Object.entries(rule.profiles).flatMap(([name, profile]) =>
    [
      ...mutate(profile.check).map(([what, check]) => [what, { ...profile, check }] as const),
      ...variantMutants(profile).map(([what, variants]) => [what, { ...profile, variants }] as const),
    ].map(([what, changed]) => ({
      what: `${name}: ${what}`,
      rule: { ...rule, profiles: { ...rule.profiles, [name]: changed } },
    })),
  );
  const unscoped = rule.appliesTo.length === 0 ? [] : [{ what: 'applies to all', rule: { ...rule, appliesTo: [] } }];
  return [...own, ...inProfiles, ...unscoped, ...appliesIfMutants(rule)];
}

function appliesIfMutants({ appliesIf, ...rule }: Rule): readonly Mutant[] {
  if (appliesIf === undefined) return [];
  const changed = mutate(appliesIf).map(([what, check]) => ({
    what: `applies if: ${what}`,
    rule: { ...rule, appliesIf: check },
  }));
  return [...changed, { what: 'applies whatever the host has', rule }];
}

/** Each variant with another check, and left out. */
function variantMutants({ variants = [] }: RuleProfile): readonly Change<readonly RuleVariant[]>[] {
  return variants.flatMap((variant, at): Change<readonly RuleVariant[]>[] => [
    ...mutate(variant.check).map(([what, check]): Change<readonly RuleVariant[]> => [
      `variant ${at + 1}: ${what}`,
      replaced(variants, at, { ...variant, check }),
    ]),
    [`without variant ${at + 1}`, variants.toSpliced(at, 1)],
  ]);
}

type Change<T> = readonly [what: string, changed: T];

function mutate(check: Check): readonly Change<Check>[] {
  if (check.kind === 'not') return mutate(check.check).map(([what, inner]) => [what, { ...check, check: inner }]);
  if (!('checks' in check)) return mutateSingle(check);
  const { checks } = check;
  const within = checks.flatMap((part, at) =>
    mutate(part).map(([what, changed]): Change<Check> => [
      `${at + 1}: ${what}`,
      joined(check, replaced(checks, at, changed)),
    ]),
  );
  const without = checks.map((_, at): Change<Check> => [`without ${at + 1}`, joined(check, checks.toSpliced(at, 1))]);
  return [...within, ...without, ['joined otherwise', { kind: check.kind === 'all' ? 'any' : 'all', checks }]];
}

function joined({ kind }: { readonly kind: 'all' | 'any' }, checks: readonly Check[]): Check {
  return { kind, checks };
}

function replaced<T>(list: readonly T[], at: number, value: T): readonly T[] {
  return list.toSpliced(at, 1, value);
}

function mutateSingle(check: SingleCheck): readonly Change<Check>[] {
  switch (check.kind) {
    case 'firewallAllows':
      return [
        ['port', { ...check, port: check.port + 1 }],
        ['protocol', { ...check, protocol: check.protocol === 'tcp' ? 'udp' : 'tcp' }],
        ['direction', { ...check, direction: check.direction === 'inbound' ? 'outbound' : 'inbound' }],
      ];
    case 'firewallRuleset':
      return [['key', { ...check, key: check.key === null ? 'sshServer' : null }]];
    case 'service':
      return [
        ['running', { ...check, running: check.running === null ? true : !check.running }],
        ['policy', { ...check, policy: check.policy === 'on' ? 'off' : 'on' }],
        // A half that is left open already is no other check when it is left open.
        ...(check.policy === null ? [] : [['any policy', { ...check, policy: null }] as const]),
        ...(check.running === null ? [] : [['running or not', { ...check, running: null }] as const]),
      ];
    case 'release':
      return mutateRelease(check.wish).map(([what, wish]) => [what, { ...check, wish }]);
    case 'targetRelease': {
      const changed: readonly Change<Operator>[] =
        check.wish.kind === 'version'
          ? mutateOperator(check.wish.operator)
          : [
              ['never', NEVER],
              ['anything', ANYTHING],
            ];
      return changed.map(([what, operator]): Change<Check> => [
        what,
        { ...check, wish: { kind: 'version', operator } },
      ]);
    }
    case 'fixedIn':
      return Object.entries(check.fixes).flatMap(([key, fix]): Change<Check>[] => {
        const other =
          typeof fix === 'number'
            ? [fix + 1, 'noFix' as const]
            : [fix === 'noFix' ? ('notAffected' as const) : ('noFix' as const)];
        return other.map((each) => [`${key} ${each}`, { ...check, fixes: { ...check.fixes, [key]: each } }]);
      });
    case 'kernelSetting':
    case 'advancedOption':
    case 'property':
    case 'vib':
    case 'esxcli':
      return mutateOperator(check.operator).map(([what, operator]): Change<Check> => [what, { ...check, operator }]);
  }
}

function mutateRelease(wish: ReleaseRequirement): readonly Change<ReleaseRequirement>[] {
  switch (wish.kind) {
    case 'atLeast':
      return Object.entries(wish.builds).flatMap(([line, build]): Change<ReleaseRequirement>[] => [
        [`${line} one more`, { ...wish, builds: { ...wish.builds, [line]: build + 1 } }],
        [`${line} one less`, { ...wish, builds: { ...wish.builds, [line]: build - 1 } }],
      ]);
    case 'notOlderThan':
      return [['a century later', { ...wish, date: `21${wish.date.slice(2)}` }]];
    case 'oneOf':
    case 'notOneOf':
      return wish.builds.map((_, at) => [`without build ${at + 1}`, { ...wish, builds: wish.builds.toSpliced(at, 1) }]);
  }
}

const NEVER: Operator = { op: 'matches', pattern: '^\\b$' };
const ANYTHING: Operator = { op: 'matches', pattern: '^' };

function mutateOperator(operator: Operator): readonly Change<Operator>[] {
  const never: Change<Operator> = ['never', NEVER];
  const anything: Change<Operator> = ['anything', ANYTHING];
  switch (operator.op) {
    case 'equals':
      return [never, anything, ['the opposite', { op: 'notOneOf', values: [operator.value] }]];
    case 'matches':
      return [never, anything];
    case 'oneOf':
      return [
        never,
        anything,
        ...shortened(operator.values).map((values): Change<Operator> => [
          `only ${values.join()}`,
          { op: 'oneOf', values },
        ]),
      ];
    case 'notOneOf':
      return [never, anything, ['the opposite', { op: 'oneOf', values: operator.values }]];
    case 'atLeast':
    case 'atMost':
      return [
        never,
        anything,
        ['one more', { ...operator, value: moved(operator.value, 1) }],
        ['one less', { ...operator, value: moved(operator.value, -1) }],
      ];
    case 'between':
      return (
        [
          [-1, 0],
          [1, 0],
          [0, -1],
          [0, 1],
        ] as const
      ).map(([low, high]) => [
        `${low} ${high}`,
        { ...operator, low: moved(operator.low, low), high: moved(operator.high, high) },
      ]);
    case 'present':
      return [['absent', { op: 'absent' }]];
    case 'absent':
      return [['present', { op: 'present' }]];
    case 'listedIn':
      return [never, anything, ['the opposite', { ...operator, op: 'notListedIn' }]];
    case 'notListedIn':
      return [never, ['the opposite', { ...operator, op: 'listedIn' }]];
  }
}

function shortened(values: readonly RuleValue[]): readonly (readonly RuleValue[])[] {
  return values.length === 1 ? [] : values.map((_, at) => values.toSpliced(at, 1));
}

/** Numbers by so much, versions by so much of their first part: releases between two lines do not exist. */
function moved(value: number | string, by: number): number | string {
  if (typeof value === 'number') return value + by;
  const [first = '', ...rest] = value.split('.');
  return [String(Number(first) + by), ...rest].join('.');
}

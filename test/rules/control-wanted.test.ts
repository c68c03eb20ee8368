import { expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { esxcliKey } from '../../src/model/facts.ts';
import type { Check, EsxcliCheck, Operator, SingleCheck } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';
import { inProfile } from '../../src/rules/select.ts';
import { controls, type OwnedControl } from './frameworks.ts';
import { rules } from './judged.ts';

/** A host of each release that a framework is for. */
const VERSIONS: Readonly<Record<string, string>> = { '7.0': '7.0.3', '8.0': '8.0.3', '9.0': '9.0.2', '9.1': '9.1.0' };

/** Values that satisfy what a control wants, and of the groups of wrong ones at least one each must fail. */
interface Values {
  readonly right: readonly string[];
  readonly wrong: readonly (readonly string[])[];
}

/** What the publisher wants as values to try; null for what is no plain value, such as a list of the site. */
function valuesOf(wanted: string): Values | null {
  const text = wanted.replaceAll('"', '').replace(/ \(.*\)$| when .*$| as current .*$| or Higher$/, '');
  if (PROSE.test(wanted)) return null;
  if (wanted === '""' || wanted === 'empty') return { right: [''], wrong: [['192.0.2.1']] };
  const range = /^(\d+)\.\.(\d+)$/.exec(text)?.slice(1).map(Number);
  if (range !== undefined) {
    const [low = 0, high = 0] = range;
    return { right: [String(low), String(high)], wrong: [[String(low - 1)], [String(high + 1)]] };
  }
  const bound = /^([<>])=(\d+)$/.exec(text);
  if (bound !== null)
    return { right: [bound[2] ?? ''], wrong: [[String(Number(bound[2]) + (bound[1] === '<' ? 1 : -1))]] };
  // Of a single number the guides take one side as stricter; the other one must fail.
  if (/^\d+$/.test(text)) return { right: [text], wrong: [[String(Number(text) + 1), String(Number(text) - 1)]] };
  if (/15( |$)/.test(text)) return { right: [text], wrong: [[text.replace(/15(?= |$)/, '14')]] };
  if (/^(true|false)$/i.test(text))
    return { right: [text], wrong: [[text.toLowerCase() === 'true' ? 'false' : 'true']] };
  return { right: text.split('|'), wrong: [['another']] };
}

const PROSE =
  /^(not |Joined|Anything But|ntpd running|site|DoD|latest|Current|N\/A|Null|reject|Site|Persistent|Configured|Enabled|Disabled|listed|disabled,|running|stopped|true, DROP|incoming|allIp|FALSE, 0|disableHwrng|storage active|TPM 2.0|empty or|enabled$)/i;

/** What of a check the pattern of an operator leaves open is set so that it holds. */
function sampleOf(operator: Operator): string {
  if (operator.op === 'equals') return String(operator.value);
  if (operator.op === 'matches') return 'ssl://192.0.2.1:1514';
  throw new Error(`${operator.op} is no condition that this test knows`);
}

function leavesOf(check: Check): readonly SingleCheck[] {
  if (check.kind === 'not') return leavesOf(check.check);
  return 'checks' in check ? check.checks.flatMap(leavesOf) : [check];
}

type Facts = Record<string, unknown>;

/** Puts a value where a check looks. */
function put(facts: Facts, check: SingleCheck, value: string): void {
  if (check.kind === 'advancedOption') facts[`option.${check.key}`] = value;
  else if (check.kind === 'property') facts[check.name] = factOf(value);
  else if (check.kind === 'kernelSetting') {
    facts[`kernel.${check.name}`] = { default: value, configured: value, runtime: value };
  } else if (check.kind === 'esxcli') putAnswer(facts, check, value);
  else throw new Error(`a ${check.kind} has no plain value`);
}

/** Facts of hosts have types. */
function factOf(value: string): boolean | string {
  return /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value;
}

/** Without the account that every host has, a list of accounts is not whole. */
function besides({ command }: Pick<EsxcliCheck, 'command'>): readonly Facts[] {
  return command.join(' ') === 'system account list' ? [{ UserID: 'root', Shellaccess: true }] : [];
}

function putAnswer(facts: Facts, check: EsxcliCheck, value: string): void {
  const answers = (facts['esxcli'] ?? {}) as Facts;
  const [row = {}] = (answers[esxcliKey(check)] ?? []) as readonly Facts[];
  answers[esxcliKey(check)] =
    check.field === null ? value : [{ ...row, ...check.where, [check.field]: value }, ...besides(check)];
  facts['esxcli'] = answers;
}

function expectationOf(rule: Rule, version: string): Check {
  const variant = rule.variants?.find(({ when }) =>
    when.every(
      (clause) =>
        clause.kind === 'fact' &&
        (clause.operator.op === 'matches'
          ? new RegExp(clause.operator.pattern).test(version)
          : clause.operator.op === 'atLeast' && Number(version.slice(0, 3)) >= Number(clause.operator.value)),
    ),
  );
  return (variant ?? rule).check;
}

function verdictOf(rule: Rule, version: string, value: string): string {
  const facts: Facts = { 'host.version': version };
  for (const leaf of rule.appliesIf === undefined ? [] : leavesOf(rule.appliesIf)) {
    if ('operator' in leaf) put(facts, leaf, sampleOf(leaf.operator));
  }
  for (const leaf of leavesOf(expectationOf(rule, version))) put(facts, leaf, value);
  return evaluateHost(exampleFacts(facts), [rule], new Map())[0]?.verdict ?? 'none';
}

interface Case {
  readonly control: OwnedControl;
  readonly values: Values;
  readonly rule: Rule;
  readonly version: string;
}

const cases = controls
  .filter(({ coverage }) => coverage === 'rule')
  .flatMap((control): readonly Case[] => {
    const values = valuesOf(control.wanted);
    const { profile, releases } = control.framework;
    if (values === null) return [];
    return control.rules.flatMap((id) => {
      const found = rules.find((rule) => rule.id === id);
      if (found === undefined) throw new Error(`${control.id} names ${id}, which is no rule`);
      const rule = profile === null ? found : inProfile(found, profile);
      return releases.map((release) => ({ control, values, rule, version: VERSIONS[release] ?? release }));
    });
  });

test('most controls that a rule answers want a plain value', () => {
  const tried = new Set(cases.map(({ control }) => `${control.framework.name} ${control.id}`));
  const wordy = controls.filter(
    ({ coverage, framework, id }) => coverage === 'rule' && !tried.has(`${framework.name} ${id}`),
  );
  expect(tried.size).toBeGreaterThan(wordy.length * 2);
  expect([...new Set(wordy.map(({ wanted }) => wanted))].toSorted()).toMatchSnapshot();
});

test.each(cases.map((each) => [each.control.framework.name, each.control.id, each.control.wanted, each] as const))(
  '%s %s wants %s: a host that has it passes, and one beside it fails',
  (_framework, _id, _wanted, { rule, version, values }) => {
    const on = (value: string) => verdictOf(rule, version, value);
    expect(values.right.map(on)).toEqual(values.right.map(() => 'pass'));
    expect(values.wrong.map((group) => group.map(on).includes('fail'))).toEqual(values.wrong.map(() => true));
  },
);

import { escapeControlCharacters } from '../../../model/control-characters.ts';
import type { Reporter } from '../../../model/reporter.ts';
import type { Rule, RuleProfile } from '../../../model/rule.ts';
import {
  describeEnforcement,
  describeCheck,
  describeCondition,
  describeRemedy,
  describeScope,
} from '../../../rules/describe-rule.ts';

type Rules = readonly Rule[];

const json: Reporter<Rules> = {
  name: 'json',
  description: 'Everything, for machines.',
  extensions: ['.json'],
  render: (rules) => [`${JSON.stringify({ schema: 'esxcheck.rules/1', rules: rules.map(content) }, null, 2)}\n`],
};

/** The rule as it is, whoever asked for it. */
function content({ asked: _asked, ...rule }: Rule): Rule {
  return rule;
}

const table: Reporter<Rules> = {
  name: 'table',
  description: 'One line for each rule.',
  extensions: ['.txt'],
  render: (rules) => {
    const width = Math.max(0, ...rules.map((rule) => rule.id.length));
    return rules.map(({ id, severity, title }) => line(`${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`));
  },
};

const text: Reporter<Rules> = {
  name: 'table',
  description: 'Paragraphs, for people.',
  extensions: ['.txt'],
  render: (rules) => rules.flatMap((rule) => describeRule(rule).map(line)),
};

/** Renderings of a list of rules; the first is the default. */
export const RULE_LIST_REPORTERS: readonly Reporter<Rules>[] = [table, json];

/** Renderings of single rules in full; the first is the default. */
export const RULE_REPORTERS: readonly Reporter<Rules>[] = [text, json];

function describeRule(rule: Rule): string[] {
  return [
    rule.id,
    `  ${rule.title}`,
    `  severity    ${rule.severity}`,
    `  because     ${rule.because}`,
    `  applies to  ${describeScope(rule)}`,
    ...(rule.profile === null ? [] : [`  judged by   the profile ${rule.profile}`]),
    `  check       ${describeCheck(rule.check)}`,
    `  remedy      ${describeRemedy(rule)}`,
    ...variantLines(rule, '', rule.enforce),
    ...enforcementLines(rule),
    ...(rule.blocks === undefined ? [] : [`  blocks      ${rule.blocks.join(', ')}`]),
    ...(rule.severityIf ?? []).map((each) => `  severity    ${each.severity} where ${describeCheck(each.if)}`),
    ...rule.notes.map((note) => `  note        ${note.text}${note.reference === null ? '' : ` (${note.reference})`}`),
    ...Object.entries(rule.profiles).flatMap(([name, profile]) => [
      `  profile     ${name}: ${describeCheck(profile.check)}`,
      `              remedy: ${describeRemedy({ remedy: profile.remedy, enforce: rule.enforce })}`,
      ...variantLines(profile, `${name}, `, rule.enforce),
    ]),
    ...rule.controls.map((control) => `  control     ${control}`),
    ...rule.references.map((reference) => `  reference   ${reference}`),
    `  examples    ${rule.examples.length}`,
    `  hash        ${rule.hash}`,
  ];
}

function variantLines({ variants = [] }: RuleProfile, of: string, enforce: Rule['enforce']): string[] {
  return variants.flatMap(({ when, check, remedy }) => [
    `  where       ${of}${describeCondition(when)}: ${describeCheck(check)}`,
    `              remedy: ${describeRemedy({ remedy, enforce })}`,
  ]);
}

function enforcementLines(rule: Rule): string[] {
  const enforcement = describeEnforcement(rule);
  return enforcement === null ? [] : [`  enforced    ${enforcement}`];
}

/** Control characters become visible. */
export function line(content: string): string {
  return `${escapeControlCharacters(content.replaceAll('\n', ' '))}\n`;
}

import type { Reporter } from '../model/reporter.ts';
import type { Check, Condition, Operator, Rule } from '../model/rule.ts';
import { harmless } from '../model/harmless.ts';

type Rules = readonly Rule[];

const json: Reporter<Rules> = {
  name: 'json',
  description: 'Everything, for machines.',
  extensions: ['.json'],
  render: (rules) => [`${JSON.stringify({ schema: 'esxcheck.rules/1', rules }, null, 2)}\n`],
};

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
    `  applies to  ${describeCondition(rule.appliesTo)}`,
    `  check       ${describeCheck(rule.check)}`,
    `  remedy      ${describeRemedy(rule)}`,
    ...rule.notes.map((note) => `  note        ${note.text}${note.reference === null ? '' : ` (${note.reference})`}`),
    ...rule.references.map((reference) => `  reference   ${reference}`),
    `  examples    ${rule.examples.length}`,
    `  hash        ${rule.hash}`,
  ];
}

function describeCondition(condition: Condition): string {
  const parts = condition.map(({ fact, operator }) => `${fact} ${describeOperator(operator)}`);
  return parts.length === 0 ? 'every host' : parts.join(' and ');
}

function describeCheck(check: Check): string {
  if (check.kind === 'kernelSetting') return `kernel setting ${check.name} ${describeOperator(check.operator)}`;
  const { direction, protocol, port, destinationParameter } = check;
  const destination = destinationParameter === null ? '' : ` to --${destinationParameter}`;
  return `firewall allows ${direction} ${protocol}/${port}${destination}`;
}

function describeRemedy({ remedy, enforce }: Rule): string {
  if (enforce === 'note' || remedy === null) return 'none: only told';
  if (remedy.kind === 'kernelSetting') return `set ${remedy.name} to ${remedy.value}, then reboot`;
  return 'open the narrowest ruleset that the host has';
}

function describeOperator(operator: Operator): string {
  switch (operator.op) {
    case 'equals':
      return `= ${operator.value}`;
    case 'oneOf':
      return `is one of ${operator.values.join(', ')}`;
    case 'notOneOf':
      return `is none of ${operator.values.join(', ')}`;
    case 'matches':
      return `matches /${operator.pattern}/`;
    case 'atLeast':
      return `>= ${operator.value}`;
    case 'atMost':
      return `<= ${operator.value}`;
    case 'between':
      return `is from ${operator.low} to ${operator.high}`;
    case 'present':
    case 'absent':
      break;
  }
  return `is ${operator.op}`;
}

/** Control characters become visible. */
export function line(content: string): string {
  return `${harmless(content.replaceAll('\n', ' '))}\n`;
}

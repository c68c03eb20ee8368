import { codeSpan, markdownText } from '../../../../reports/text/markup.ts';
import type { Reporter } from '../../../model/reporter.ts';
import type { Rule, RuleNote, RuleProfile } from '../../../model/rule.ts';
import {
  describeEnforcement,
  describeCheck,
  describeCondition,
  describeRemedy,
  describeScope,
} from '../../../rules/describe-rule.ts';
import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { chooseRules } from '../../shared/select-rules.ts';

type RuleSelection = Pick<RuleArguments, 'pack' | 'rules'>;

/** A reference of the rules for people who do not read YAML. */
export async function run(args: RuleSelection & ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(RULE_REFERENCE_REPORTERS, args);
  const { rules } = await chooseRules(args, null, 'all');
  await writeReports(reports, rules, io);
  return EXIT.done;
}

type Rules = readonly Rule[];

/** Pack by pack, rule by rule. Text of a rule never begins a line, so that it cannot become a heading or a list. */
const markdown: Reporter<Rules> = {
  name: 'markdown',
  description: 'A reference, pack by pack.',
  extensions: ['.md'],
  *render(rules) {
    yield '# Rules by pack\n\nWritten by `esxcheck rules docs`.\n';
    for (const pack of new Set(rules.map((rule) => rule.pack))) {
      yield `\n## ${markdownText(pack)}\n`;
      for (const rule of rules.filter((one) => one.pack === pack)) yield sectionOf(rule);
    }
  },
};

/** The one rendering of the reference of rules. */
export const RULE_REFERENCE_REPORTERS: readonly Reporter<Rules>[] = [markdown];

function sectionOf(rule: Rule): string {
  const enforcement = describeEnforcement(rule);
  const entries = [
    entry('Wanted', prose(rule.title)),
    entry('Severity', rule.severity),
    entry('Because', prose(rule.because)),
    entry('Applies to', code(describeScope(rule))),
    ...(rule.severityIf ?? []).map((each) => entry(`Severity ${each.severity} where`, code(describeCheck(each.if)))),
    ...expectations(rule, rule.enforce, ''),
    ...(enforcement === null ? [] : [entry('Enforced', code(enforcement))]),
    ...(rule.blocks === undefined ? [] : [entry('Blocks', rule.blocks.join(', '))]),
    ...Object.entries(rule.profiles).flatMap(([name, profile]) =>
      expectations(profile, rule.enforce, ` in the profile ${name}`),
    ),
    ...rule.notes.map((note) => entry('Note', noteText(note))),
    ...listed('Controls', rule.controls),
    ...listed('References', rule.references),
  ];
  return `\n### ${rule.id}\n\n${entries.join('')}`;
}

/** What is expected, and of which hosts something else. */
function expectations(profile: RuleProfile, enforce: Rule['enforce'], where: string): readonly string[] {
  const others = (profile.variants ?? []).flatMap(({ when, ...variant }) => [
    entry(`Otherwise${where} where`, code(describeCondition(when))),
    ...expectation({ ...variant, enforce }, `${where} there`),
  ]);
  return [...expectation({ ...profile, enforce }, where), ...others];
}

function expectation(rule: Pick<Rule, 'check' | 'remedy' | 'enforce'>, where: string): readonly string[] {
  const fails = rule.enforce === 'note' ? [entry(`Where it is not so${where}`, 'warn, never fail')] : [];
  return [
    entry(`Check${where}`, code(describeCheck(rule.check))),
    ...fails,
    entry(`Remedy${where}`, markdownText(describeRemedy(rule))),
  ];
}

function noteText({ when, text, reference }: RuleNote): string {
  const source = reference === null ? '' : ` (${prose(reference)})`;
  const where = when === null ? '' : `, where ${code(describeCondition(when))}`;
  return `${prose(text)}${source}${where}`;
}

function listed(label: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [entry(label, texts.map(prose).join('; '))];
}

function entry(label: string, markdown: string): string {
  return `* **${label}:** ${markdown}\n`;
}

/** Paragraphs of a rule on one line. */
function prose(text: string): string {
  return markdownText(oneLine(text));
}

function code(text: string): string {
  return codeSpan(oneLine(text));
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}

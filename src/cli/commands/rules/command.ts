import { KIND_NAMES } from '../../../model/check.ts';
import { CONFIG_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS, RULE_SOURCE_OPTIONS } from '../../common-options.ts';
import { commandGroup, defineCommand } from '../../parser/command.ts';

/** One line for each rule. */
const list = defineCommand({
  usage: 'list',
  summary: 'List the rules: id, severity, title',
  examples: [
    ['$0 rules list', 'the shipped rules'],
    ['$0 rules list --rules ./our-rules --format json', 'with those of a folder, for machines'],
  ],
  options: { pack: RULE_OPTIONS.pack, ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./list.ts'),
});

/** All that one rule says. */
const show = defineCommand({
  usage: 'show <rule>',
  summary: 'Show one rule: what it asks, of which hosts, why, and what would mend it',
  examples: [
    ['$0 rules show hpe/gen8-interrupt-remapping', 'the rule about HPE Gen8 servers'],
    ['$0 rules show hardening/account-lockout', 'a rule with a profile'],
  ],
  positionals: { rule: { type: 'string', demandOption: true, describe: 'Id of the rule, such as vic/outbound-2377' } },
  options: { profile: RULE_OPTIONS.profile, ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./show.ts'),
});

/** A reference of the rules for people who do not read YAML. */
const docs = defineCommand({
  usage: 'docs',
  summary: 'Write a reference of all rules in Markdown: what each asks, of which hosts, why, and what would mend it',
  examples: [
    ['$0 rules docs --output rules.md', 'the shipped rules'],
    ['$0 rules docs --rules ./our-rules --pack ours', 'one pack of yours, on stdout'],
  ],
  options: { pack: RULE_OPTIONS.pack, ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./docs.ts'),
});

/** What rules can speak of. */
const facts = defineCommand({
  usage: 'facts',
  summary: 'List every fact that a rule may name: its type, where it may be named, what it is',
  examples: [
    ['$0 rules facts', 'for people'],
    ['$0 rules facts --format lines', 'to grep'],
  ],
  options: REPORT_OPTIONS,
  load: () => import('./facts.ts'),
});

/** Runs the examples that rules carry, and hides facts from them. */
const test = defineCommand({
  usage: 'test',
  summary: "Run the rules' own examples, and check that what is unseen is never a pass",
  examples: [
    ['$0 rules test', 'the shipped rules'],
    ['$0 rules test --rules ./our-rules', 'with those of a folder; the last line tells how many of which were tested'],
    ['$0 rules test --pack hardening --profile stig', 'what the profile asks alone'],
  ],
  epilogue: 'Exit code: 0 every example holds, 1 one does not, 2 could not run, such as a file that is no rule.',
  options: {
    pack: RULE_OPTIONS.pack,
    rule: RULE_OPTIONS.rule,
    profile: RULE_OPTIONS.profile,
    ...RULE_SOURCE_OPTIONS,
    ...REPORT_OPTIONS,
  },
  load: () => import('./test.ts'),
});

/** The first minute of a rule of one's own. */
const newRule = defineCommand({
  usage: 'new <rule>',
  summary: 'Write a rule to start from: valid, with a comment for each part, and never over a file that is there',
  examples: [
    ['$0 rules new ours/shell-timeout', './our-rules/ours/shell-timeout.yaml, about an advanced option'],
    ['$0 rules new ours/ntp-runs --kind service --dir /srv/rules', 'about a service, in a folder of your choice'],
  ],
  positionals: { rule: { type: 'string', demandOption: true, describe: 'PACK/NAME, such as ours/ntp-runs' } },
  options: {
    kind: {
      choices: KIND_NAMES,
      requiresArg: true,
      default: 'advancedOption',
      defaultDescription: 'advancedOption',
      group: 'Rules:',
      describe: 'What the rule checks',
    },
    dir: {
      type: 'string',
      requiresArg: true,
      default: './our-rules',
      defaultDescription: './our-rules',
      group: 'Rules:',
      describe: 'Folder of packs; it is made where it is missing',
    },
  },
  load: () => import('./new.ts'),
});

/** The guides and STIGs whose controls hosts can be judged by. */
const frameworks = defineCommand({
  usage: 'frameworks [name]',
  summary: 'List the frameworks: the STIGs and guides whose controls hosts can be judged by, and how far each is read',
  examples: [
    ['$0 rules frameworks', 'all of them, with how many of their controls rules answer'],
    ['$0 rules frameworks stig-esxi-8', 'every control of one: its numbers, its rules, what a person must look at'],
    ['$0 rules frameworks --format csv --output controls.csv', 'all controls of all, for a spreadsheet'],
  ],
  positionals: {
    name: { type: 'string', describe: 'A framework, such as stig-esxi-8; stig or scg: all of that kind' },
  },
  options: REPORT_OPTIONS,
  load: () => import('./frameworks.ts'),
});

/** What a rule file may hold, for editors and other programs. */
const schema = defineCommand({
  usage: 'schema',
  summary: 'Print the JSON Schema of rule files, so that editors can check them',
  examples: [['$0 rules schema --output rule-1.schema.json', 'a file for "# yaml-language-server: $schema=..."']],
  options: REPORT_OPTIONS,
  load: () => import('./schema.ts'),
});

/** The waivers of the config, without any host. */
const waivers = defineCommand({
  usage: 'waivers',
  summary: 'List the waivers of the config: until when, what, why and whose',
  examples: [
    ['$0 rules waivers', 'those of ./esxcheck.yaml, or of the config in your own folder'],
    ['$0 rules waivers --config ./esxcheck.yaml --format csv', 'for a review'],
  ],
  epilogue: [
    'A waiver holds up to the end of the day that it names, in UTC; it is "expiring" from 30 days before. What an expired',
    'one hid counts again.',
    '',
    'Exit code: 0 none has expired, 1 at least one has, 2 could not run, such as a file that is no config.',
  ].join('\n'),
  options: { ...CONFIG_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./waivers.ts'),
});

/** What the rules say, without any host, and what helps to write one. Alone it lists them; the id of a rule shows it. */
export const rules = commandGroup('rules', 'List, show, test and write rules, list the waivers; alone: list', {
  commands: [list, show, test, newRule, facts, frameworks, docs, schema, waivers],
  usual: (word) => (word === null ? 'list' : word.includes('/') ? 'show' : null),
});

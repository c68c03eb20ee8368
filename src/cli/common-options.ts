import { asDays, asFileOrNone, asWholeNumber } from './parser/coerce.ts';
import type { ArgumentsOf } from './parser/command.ts';

/** Flags that every command takes. */
export const GENERAL_OPTIONS = {
  colour: {
    type: 'boolean',
    alias: 'color',
    default: true,
    group: 'General:',
    describe: 'Colours on a terminal; --no-colour or NO_COLOR switch them off',
  },
  quiet: {
    type: 'boolean',
    alias: 'q',
    group: 'General:',
    describe: 'No progress and no notes on stderr; warnings and errors stay',
  },
  verbose: {
    type: 'boolean',
    alias: 'v',
    group: 'General:',
    describe: 'A line on stderr for each call to a server, in the place of progress',
  },
  'log-file': {
    type: 'string',
    requiresArg: true,
    group: 'Support:',
    describe: 'Write what happens to a file, in JSON, a line an event; a file that is there is continued',
  },
  'log-level': {
    choices: ['info', 'debug'],
    requiresArg: true,
    default: 'info',
    defaultDescription: 'info',
    group: 'Support:',
    describe: 'How much of it: debug adds a line for each call',
  },
  'trace-soap': {
    type: 'string',
    requiresArg: true,
    group: 'Support:',
    describe: 'Write every SOAP message to files in a new folder, passwords and tokens removed',
  },
} as const;

/** Which config holds. */
export const CONFIG_OPTIONS = {
  config: {
    type: 'string',
    requiresArg: true,
    coerce: asFileOrNone('config'),
    group: 'Config:',
    describe:
      "Config file; else ./esxcheck.yaml, else esxcheck/esxcheck.yaml in the user's config folder; --no-config for none",
  },
} as const;
export type ConfigArguments = ArgumentsOf<typeof CONFIG_OPTIONS>;

/** Where rules come from. */
export const RULE_SOURCE_OPTIONS = {
  rules: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Rules:',
    describe: 'Folder of further rules (DIR/PACK/NAME.yaml)',
  },
  advisories: {
    type: 'string',
    requiresArg: true,
    group: 'Rules:',
    describe: 'Newer file of advisories for the pack advisories, in place of the one that comes with esxcheck',
  },
} as const;

/** Flags that choose rules and give them what they ask for. */
export const RULE_OPTIONS = {
  pack: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Rules:',
    describe: 'Only the rules of this pack, such as hpe or hardening',
  },
  rule: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Rules:',
    describe: 'Only this rule, such as vic/outbound-2377',
  },
  ...RULE_SOURCE_OPTIONS,
  framework: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Rules:',
    describe: 'Judge by the controls of this framework, such as stig-esxi-8; "rules frameworks" lists all',
  },
  profile: {
    type: 'string',
    requiresArg: true,
    group: 'Rules:',
    describe:
      'Judge by the expectations of this profile, where a rule has it; stig: by the STIG of the release of each host',
  },
  'vch-address': {
    type: 'string',
    requiresArg: true,
    group: 'Rules:',
    describe: 'Address or network of the Virtual Container Host, for rules about a destination',
  },
  'patch-within': {
    type: 'string',
    requiresArg: true,
    coerce: asDays('patch-within'),
    group: 'Rules:',
    describe: 'With advisories: a missing fix only warns until it has been available for so long, such as 30d',
  },
  'vch-network': {
    type: 'string',
    requiresArg: true,
    group: 'Rules:',
    describe: 'Address or network that rulesets may let through while they are open; a plan limits them to it',
  },
} as const;
export type RuleArguments = ArgumentsOf<typeof RULE_OPTIONS>;

/** What people attest of controls that no read answers wholly. */
export const ATTESTATION_OPTIONS = {
  attestations: {
    type: 'string',
    requiresArg: true,
    group: 'Rules:',
    describe: 'File of attestations (MITRE SAF, YAML or JSON) that answer manual and partly read controls',
  },
} as const;
export type AttestationArguments = ArgumentsOf<typeof ATTESTATION_OPTIONS>;

/** Flags that say what becomes of the result. */
export const REPORT_OPTIONS = {
  format: { type: 'string', requiresArg: true, group: 'Report:', describe: 'Format to print on stdout' },
  output: {
    type: 'string',
    alias: 'o',
    array: true,
    requiresArg: true,
    group: 'Report:',
    describe: 'Write a report to a file, its format from the ending',
  },
  'csv-bom': {
    type: 'boolean',
    group: 'Report:',
    describe: 'Begin CSV files with a byte order mark, so that Excel opens them as UTF-8',
  },
} as const;
export type ReportArguments = ArgumentsOf<typeof REPORT_OPTIONS>;

/** Flags of checklists, where a scan is rendered. */
export const CHECKLIST_OPTIONS = {
  'checklist-template': {
    type: 'string',
    requiresArg: true,
    group: 'Report:',
    describe: 'With --output of cklb or ckl: a checklist that you have; its texts, comments and decisions are kept',
  },
} as const;

/** Flags that decide the exit code of a scan. */
export const JUDGEMENT_OPTIONS = {
  'max-unknown': {
    type: 'string',
    requiresArg: true,
    default: '0',
    defaultDescription: '0',
    coerce: asWholeNumber('max-unknown', { least: 0, most: 1_000_000_000 }),
    group: 'Exit code:',
    describe: 'Findings that may be unknown before the exit code is 3',
  },
  'fail-on': {
    choices: ['fail', 'warn'],
    requiresArg: true,
    default: 'fail',
    defaultDescription: 'fail',
    group: 'Exit code:',
    describe: 'The mildest verdict that makes the exit code 1',
  },
} as const;

/** Where scans of the past are kept: the same for all commands that use one config. */
export const HISTORY_OPTIONS = {
  ...CONFIG_OPTIONS,
  history: {
    type: 'string',
    requiresArg: true,
    group: 'History:',
    describe:
      "File that keeps scans of the past; else history.file of the config, else esxcheck/history.db in the user's state folder",
  },
} as const;

/** Flags for the audit before patching. */
export const PATCH_OPTIONS = {
  'target-release': {
    type: 'string',
    requiresArg: true,
    group: 'Patch:',
    describe:
      'Judge for the time after a patch to this release too: a name such as 8.0U3 or 6.0-P04, a build, or image: what the image of each cluster brings',
  },
  'all-settings': {
    type: 'boolean',
    group: 'Patch:',
    describe: 'With --target-release: no findings, but every kernel setting whose default the patch changes',
  },
  since: {
    type: 'string',
    requiresArg: true,
    group: 'Patch:',
    describe:
      'An earlier scan, saved as JSON or in the history (latest, yesterday, a number, a day): say what really changed',
  },
} as const;

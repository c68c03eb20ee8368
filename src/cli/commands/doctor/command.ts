import { CONFIG_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** The rules that the account is to be able to read for. */
const { pack, rule, framework, rules, advisories } = RULE_OPTIONS;

/** Tells whether everything is there that esxcheck needs. Reads only. */
export const doctor = defineCommand({
  usage: 'doctor',
  summary: 'Find out whether targets can be reached, and what the account may do on which host',
  examples: [
    ['$0 doctor --target vcenter.example.com --user audit@vsphere.local', 'is everything there for a scan?'],
    ['$0 doctor --target vcenter.example.com --user admin@vsphere.local --for remediating', 'and for an apply?'],
    ['$0 doctor --target vcenter.example.com --pack hardening', 'and for the rules of that pack?'],
    ['$0 doctor --role govc --user audit@vsphere.local', 'a script that makes a role with no more than that'],
  ],
  epilogue:
    'It asks for privileges, and runs one reading esxcli command of each kind on each host; nothing is changed. What a scan by\n' +
    'the same flags does not need is told, and is not missing.\n' +
    'Exit code: 0 everything is there, 1 something is missing, 2 could not run, 3 nothing known to be missing, but something\n' +
    'could not be looked at.',
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    pack,
    rule,
    framework,
    advisories,
    rules,
    ...REPORT_OPTIONS,
    for: {
      choices: ['reading', 'remediating'],
      requiresArg: true,
      default: 'reading',
      defaultDescription: 'reading',
      group: 'Doctor:',
      describe: 'What the account is to be able to do',
    },
    record: {
      type: 'string',
      requiresArg: true,
      group: 'Doctor:',
      describe: 'Read five hosts as a scan would, and write what went over the line, anonymised, to a file for support',
    },
    role: {
      choices: ['govc', 'powercli'],
      requiresArg: true,
      group: 'Doctor:',
      describe: 'Print a script that makes a least-privilege role for --user, and ask nobody',
    },
  },
  load: () => import('./run.ts'),
});

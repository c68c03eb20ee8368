import { VERDICTS, type Verdict } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import type { ScanView } from '../model/scan-view.ts';
import { asWholeNumber } from './parser/coerce.ts';
import type { ArgumentsOf } from './parser/command.ts';
import { usageError } from './parser/usage-error.ts';

/** Flags that say how much of a scan people see. None of them changes what is judged, or the exit code. */
export const VIEW_OPTIONS = {
  details: {
    type: 'boolean',
    group: 'Report:',
    describe: 'Every host and finding below the table, and the notes',
  },
  by: {
    choices: ['rule', 'host'],
    requiresArg: true,
    default: 'rule',
    defaultDescription: 'rule',
    group: 'Report:',
    describe: 'One row a rule and verdict, or one row a host',
  },
  only: {
    type: 'string',
    array: true,
    requiresArg: true,
    coerce: asVerdicts,
    group: 'Report:',
    describe: 'Show these verdicts alone: fail,unknown,warn,waived,pass; what is judged stays the same',
  },
  severity: {
    choices: SEVERITIES,
    requiresArg: true,
    group: 'Report:',
    describe: 'Show this severity and worse ones alone',
  },
  summary: { type: 'boolean', group: 'Report:', describe: 'What it comes to, and nothing else' },
  top: {
    type: 'string',
    requiresArg: true,
    coerce: (given: unknown) =>
      given === undefined ? undefined : asWholeNumber('top', { least: 1, most: 100_000 })(given),
    group: 'Report:',
    describe: 'At most so many rows of rules, hosts or findings, the worst ones',
  },
} as const;
export type ViewArguments = ArgumentsOf<typeof VIEW_OPTIONS>;

/** Both vocabularies: that of the documents and that of the reports. */
const SPELLINGS: Readonly<Record<string, Verdict>> = {
  ...Object.fromEntries(VERDICTS.map((verdict) => [verdict, verdict])),
  'non-compliant': 'fail',
  failed: 'fail',
  warning: 'warn',
  compliant: 'pass',
};

/** A reader of verdicts, separated by commas or given more than once; it throws an EsxcheckError. */
function asVerdicts(given: unknown): readonly Verdict[] | undefined {
  if (given === undefined) return undefined;
  const words = (Array.isArray(given) ? given : [given]).flatMap((text) => String(text).split(','));
  return [...new Set(words.map((word) => verdictNamed(word.trim().toLowerCase())))];
}

function verdictNamed(word: string): Verdict {
  const found = Object.hasOwn(SPELLINGS, word) ? SPELLINGS[word] : undefined;
  if (found !== undefined) return found;
  const meant = nearest(word, Object.keys(SPELLINGS));
  const hint = meant === null ? VERDICTS.join(', ') : `did you mean ${meant}?`;
  throw usageError(`The option --only takes verdicts, and ${JSON.stringify(word)} is none: ${hint}`);
}

/** The view that the flags ask for. */
export function viewFrom(args: Partial<ViewArguments>): ScanView {
  return {
    details: args.details === true,
    by: args.by === 'host' ? 'host' : 'rule',
    only: args.only ?? null,
    severity: SEVERITIES.find((severity): severity is Severity => severity === args.severity) ?? null,
    summary: args.summary === true,
    top: args.top ?? null,
  };
}

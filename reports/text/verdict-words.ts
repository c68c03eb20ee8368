import type { Outlook, State, Verdict } from '../../src/model/finding.ts';

/** What people read for a verdict, in every report for people; documents for programs keep the published values. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  fail: 'Non-compliant',
  unknown: 'Unknown',
  warn: 'Warning',
  waived: 'Waived',
  pass: 'Compliant',
  'not-applicable': 'Not applicable',
};

/** The same inside of a line. */
export function verdictWord(verdict: Verdict): string {
  return VERDICT_WORDS[verdict].toLowerCase();
}

/** What people read for a state. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  'non-compliant': 'Non-compliant',
  'regresses-on-reboot': 'Compliant until a reboot',
  'reboot-pending': 'Set, waits for a reboot',
  'not-taking-effect': 'Set and rebooted, not in effect',
  'may-regress-on-patch': 'May change with the patch',
  mitigated: 'Open, with a workaround in place',
  unknown: 'Unknown',
  compliant: 'Compliant',
};

/** How a check stands at one point in time; '' where it does not look so far. */
export function outlookWord(outlook: Outlook): string {
  if (outlook === null) return '';
  if (outlook === 'mitigated') return 'Mitigated';
  return outlook === 'risk' ? 'May change' : VERDICT_WORDS[outlook];
}

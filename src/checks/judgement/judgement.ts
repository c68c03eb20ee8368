import type { Exposure } from '../../model/advisory.ts';
import type { HostFacts } from '../../model/facts.ts';
import type { FindingNote, Horizons, Outlook, Shown, State, Verdict } from '../../model/finding.ts';
import type { Problem, ProblemCode } from '../../model/problem.ts';
import { type Reading, unread } from '../../model/reading.ts';
import type { TriState } from '../../model/tri-state.ts';

/** What a check says of one host, before the rule's own wishes (notes, remedy, enforcement) are put to it. */
export interface Judgement {
  readonly verdict: Exclude<Verdict, 'waived'>;
  readonly state: State | null;
  readonly horizons: Horizons;
  readonly observed: Shown;
  readonly expected: Shown;
  readonly message: string;
  /** What to do, to follow the message; only said where the rule has a remedy. */
  readonly advice: string | null;
  readonly reason: ProblemCode | null;
  /** The problem that the reason is the code of; null where nothing was read in vain. */
  readonly cause: Problem | null;
  /** Whether the remedy of the rule would bring it about, judged from values that were read. */
  readonly remediable: boolean;
  readonly notes: readonly FindingNote[];
  /** How the release stands to an advisory; null for what is not about one. */
  readonly exposure: Exposure | null;
  /** What a pass leaves open, in a sentence, because the site has not said it; null where nothing. */
  readonly open: string | null;
}

const PLAIN: Judgement = {
  verdict: 'unknown',
  state: null,
  horizons: { now: null, nextBoot: null, nextPatch: null },
  observed: null,
  expected: null,
  message: '',
  advice: null,
  reason: null,
  cause: null,
  remediable: false,
  notes: [],
  exposure: null,
  open: null,
};

/** A judgement that says nothing but what is given. */
export function judgement(parts: Partial<Judgement> & Pick<Judgement, 'verdict' | 'message'>): Judgement {
  return { ...PLAIN, ...parts };
}

/** What a judgement says of why something is not known. */
export function because(problem: Problem): Pick<Judgement, 'reason' | 'cause'> {
  return { reason: problem.code, cause: problem };
}

/** What of a judgement is told beside its verdict. */
export type JudgementDetails = Pick<Judgement, 'message'> &
  Partial<Omit<Judgement, 'verdict' | 'state' | 'horizons' | 'message'>>;

const STATES = { pass: 'compliant', warn: null, unknown: 'unknown', fail: 'non-compliant' } as const;

/** Of what changes at once and outlives a reboot: there is one horizon. A latent risk passes now and warns. */
export function oneHorizon(verdict: Exclude<Verdict, 'waived' | 'not-applicable'>, said: JudgementDetails): Judgement {
  const horizons = { now: verdict === 'warn' ? 'pass' : verdict, nextBoot: null, nextPatch: null } as const;
  return judgement({ verdict, state: STATES[verdict], horizons, ...said });
}

/** The state of what has two horizons (docs/internals/design.md 2). */
export function stateOf(now: Outlook, nextBoot: Outlook): State {
  if (now === 'unknown' || nextBoot === 'unknown') return 'unknown';
  if (now === 'pass') return nextBoot === 'pass' ? 'compliant' : 'regresses-on-reboot';
  return nextBoot === 'pass' ? 'reboot-pending' : 'non-compliant';
}

export function outlookOf(truth: TriState): Outlook {
  if (truth === undefined) return 'unknown';
  return truth ? 'pass' : 'fail';
}

/** A fact that nobody read is unread, never absent. */
export function notAskedFor({ host }: HostFacts): Reading<never> {
  return unread(host.trouble ?? { code: 'not-reported', detail: 'it was not asked for' });
}

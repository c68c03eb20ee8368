import type { FindingNote, Horizons, Shown, State, Verdict } from '../model/finding.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';

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
  /** Whether the rule's remedy would mend it, judged from values that were read. */
  readonly mendable: boolean;
  readonly notes: readonly FindingNote[];
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
  mendable: false,
  notes: [],
};

/** A judgement that says nothing but what is given. */
export function judgement(parts: Partial<Judgement> & Pick<Judgement, 'verdict' | 'message'>): Judgement {
  return { ...PLAIN, ...parts };
}

/** What a judgement says of why something is not known. */
export function because(problem: Problem): Pick<Judgement, 'reason' | 'cause'> {
  return { reason: problem.code, cause: problem };
}

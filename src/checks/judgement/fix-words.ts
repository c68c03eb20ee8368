import type { Outlook } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { FixState } from '../values/fix-state.ts';
import { because, type Judgement, judgement, type JudgementDetails, stateOf } from './judgement.ts';

/** What a sentence about a release and a fix is made of. */
export interface FixCase {
  /** `The host runs ESXi 8.0 Update 3 (build 24022510)` */
  readonly is: string;
  readonly version: string;
  readonly published: string | null;
}

/** How a release stands to a fix, in a sentence. */
export function wordsForState({ status, reason, build }: FixState, { is, version, published }: FixCase): string {
  switch (reason) {
    case 'by-build':
      return status === 'fixed'
        ? `${is}, which has the fix.`
        : `${is}, which is older than the fix: ${version} has it from build ${build ?? ''} on.`;
    case 'by-patch-level':
      return `${is}, which no catalog holds; by the patch level of its package esx-base it ${status === 'fixed' ? 'has' : 'lacks'} the fix.`;
    case 'nothing-for-version':
      return `${is}: for ${version} no fix was released, for newer versions of the line one was.`;
    case 'no-fix':
      return `${is}, for which no fix was released to everybody.`;
    case 'said-not-affected':
      return `${is}, which is not affected.`;
    case 'released-after':
      return `${is}, which came out after the fault was made known on ${published ?? ''}.`;
    case 'said-unknown':
    case 'not-named':
      return `${is}: no source says whether it is affected.`;
    case 'build-unclear':
      return `${is}; whether that has the fix is not known, since no catalog tells what it holds.`;
  }
}

type Ahead = JudgementDetails & {
  readonly horizons: { readonly now: Outlook; readonly nextBoot: Outlook; readonly nextPatch: null };
};

/** The judgement that two outlooks make; `problem`: why one of them is not known. */
export function judgedByOutlooks(said: Ahead, problem: Problem): Judgement {
  const { now, nextBoot } = said.horizons;
  if (now === 'fail' || nextBoot === 'fail') {
    return judgement({ ...said, verdict: 'fail', state: stateOf(now, nextBoot) });
  }
  if (now === 'unknown' || nextBoot === 'unknown') {
    return judgement({ ...said, verdict: 'unknown', state: 'unknown', ...because(problem) });
  }
  return judgement({ ...said, verdict: 'pass', state: 'compliant' });
}

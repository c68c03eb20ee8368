import type { Verdict } from '../model/finding.ts';
import { type Judgement, judgement } from './judgement.ts';

/** What of a judgement is told beside its verdict. */
export type Said = Pick<Judgement, 'message'> & Partial<Omit<Judgement, 'verdict' | 'state' | 'horizons' | 'message'>>;

const STATES = { pass: 'compliant', warn: null, unknown: 'unknown', fail: 'non-compliant' } as const;

/** Of what changes at once and outlives a reboot: there is one horizon. A latent risk passes now and warns. */
export function oneHorizon(verdict: Exclude<Verdict, 'waived' | 'not-applicable'>, said: Said): Judgement {
  const horizons = { now: verdict === 'warn' ? 'pass' : verdict, nextBoot: null, nextPatch: null } as const;
  return judgement({ verdict, state: STATES[verdict], horizons, ...said });
}

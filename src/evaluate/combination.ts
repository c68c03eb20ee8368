import type { Horizons, Outlook, State, Verdict } from '../model/finding.ts';
import { every, some, type Truth } from '../model/truth.ts';
import { type Judgement, judgement } from './judgement.ts';
import { stateOf } from './kernel-setting.ts';

type Join = (truths: readonly Truth[]) => Truth;

/** All parts must pass. Parts that do not apply are left out. */
export function judgeAll(parts: readonly Judgement[]): Judgement {
  return combine(parts, every, (applying) => (applying.some(isOf('warn')) ? 'warn' : 'pass'));
}

/**
 * One part must pass. Where none plainly does but a latent risk passes now, that warns, unless a part is unknown: it may
 * be the one that plainly passes.
 */
export function judgeAny(parts: readonly Judgement[]): Judgement {
  return combine(parts, some, (applying) => {
    if (applying.some(isOf('pass'))) return 'pass';
    return applying.some(isOf('unknown')) ? 'unknown' : 'warn';
  });
}

/** The part must fail, at each point in time. */
export function judgeNot(part: Judgement): Judgement {
  if (part.verdict === 'not-applicable') return part;
  const { now, nextBoot } = part.horizons;
  const horizons = { now: flipped(now), nextBoot: flipped(nextBoot), nextPatch: null };
  return finish([part], horizons, 'pass');
}

function flipped(outlook: Outlook): Outlook {
  if (outlook === 'pass') return 'fail';
  return outlook === 'fail' ? 'pass' : outlook;
}

function isOf(verdict: Verdict): (part: Judgement) => boolean {
  return (part) => part.verdict === verdict;
}

function combine(
  parts: readonly Judgement[],
  join: Join,
  whenPassing: (applying: readonly Judgement[]) => 'pass' | 'warn' | 'unknown',
): Judgement {
  const applying = parts.filter((part) => part.verdict !== 'not-applicable');
  if (applying.length === 0) {
    return judgement({ verdict: 'not-applicable', message: parts.map(({ message }) => message).join(' ') });
  }
  return finish(applying, joined(applying, join), whenPassing(applying));
}

/** A part that changes at once stands at the next boot as it stands now. */
function joined(parts: readonly Judgement[], join: Join): Horizons {
  const boots = parts.some(({ horizons }) => horizons.nextBoot !== null);
  const now = join(parts.map(({ horizons }) => truthIn(horizons.now)));
  const nextBoot = join(parts.map(({ horizons }) => truthIn(horizons.nextBoot ?? horizons.now)));
  return { now: outlookOf(now), nextBoot: boots ? outlookOf(nextBoot) : null, nextPatch: null };
}

function truthIn(outlook: Outlook): Truth {
  if (outlook === 'pass') return true;
  return outlook === 'fail' ? false : undefined;
}

function outlookOf(truth: Truth): Outlook {
  if (truth === undefined) return 'unknown';
  return truth ? 'pass' : 'fail';
}

function finish(parts: readonly Judgement[], horizons: Horizons, passing: 'pass' | 'warn' | 'unknown'): Judgement {
  const verdict = verdictIn(horizons, passing);
  const telling = parts.filter((part) => tells(part, verdict));
  return judgement({
    verdict,
    state: stateIn(verdict, horizons),
    horizons,
    observed: parts.map(({ observed }) => observed),
    message: (telling.length === 0 ? parts : telling).map(({ message }) => message).join(' '),
    reason: verdict === 'unknown' ? (parts.find(({ reason }) => reason !== null)?.reason ?? null) : null,
    notes: parts.flatMap(({ notes }) => notes),
  });
}

function verdictIn({ now, nextBoot }: Horizons, passing: 'pass' | 'warn' | 'unknown'): Judgement['verdict'] {
  if (now === 'fail' || nextBoot === 'fail') return 'fail';
  return now === 'unknown' || nextBoot === 'unknown' ? 'unknown' : passing;
}

/** The parts that make the verdict are told; where all is well, those that are. */
function tells(part: Judgement, verdict: Verdict): boolean {
  return part.verdict === verdict || (verdict === 'pass' && part.verdict === 'warn');
}

function stateIn(verdict: Verdict, { now, nextBoot }: Horizons): State | null {
  if (verdict === 'unknown') return 'unknown';
  if (nextBoot !== null) return stateOf(now, nextBoot);
  if (verdict === 'warn') return null;
  return verdict === 'fail' ? 'non-compliant' : 'compliant';
}

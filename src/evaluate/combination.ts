import { type Judgement, judgement, outlookOf, stateOf } from '../checks/judgement/judgement.ts';
import type { Horizons, Outlook, State, Verdict } from '../model/finding.ts';
import { every, some, type TriState } from '../model/tri-state.ts';

type Join = (truths: readonly TriState[]) => TriState;

/**
 * All parts must pass. A part that does not apply has no answer, so the whole has none either unless another part fails:
 * left out, it would make a pass of what nobody looked at. Where none applies, the whole does not.
 */
export function judgeAll(parts: readonly Judgement[]): Judgement {
  if (parts.every(isOf('not-applicable'))) return noneApplies(parts);
  const known = parts.map((part) => (part.verdict === 'not-applicable' ? unanswered(part) : part));
  const whole = finish(known, joined(known, every), known.some(isOf('warn')) ? 'warn' : 'pass');
  return leavingOpen(whole, known);
}

function unanswered({ message, observed, expected }: Judgement): Judgement {
  const horizons = { now: 'unknown', nextBoot: null, nextPatch: null } as const;
  return judgement({ verdict: 'unknown', horizons, observed, expected, message, reason: 'part-not-applicable' });
}

/**
 * One part must pass. Where none plainly does but a latent risk passes now, that warns, unless a part is unknown: it may
 * be the one that plainly passes.
 */
export function judgeAny(parts: readonly Judgement[]): Judgement {
  const applying = parts.filter((part) => part.verdict !== 'not-applicable');
  if (applying.length === 0) return noneApplies(parts);
  const whole = finish(applying, joined(applying, some), passingOf(applying));
  const passing = applying.filter(isOf('pass'));
  // One part that leaves nothing open is enough.
  return passing.some(({ open }) => open === null) ? whole : leavingOpen(whole, passing);
}

/** A pass leaves open what its parts do. */
function leavingOpen(whole: Judgement, parts: readonly Judgement[]): Judgement {
  const open = [...new Set(parts.flatMap((part) => part.open ?? []))].join(' ');
  return whole.verdict === 'pass' && open !== '' ? { ...whole, open } : whole;
}

function passingOf(applying: readonly Judgement[]): 'pass' | 'warn' | 'unknown' {
  if (applying.some(isOf('pass'))) return 'pass';
  return applying.some(isOf('unknown')) ? 'unknown' : 'warn';
}

function noneApplies(parts: readonly Judgement[]): Judgement {
  return judgement({ verdict: 'not-applicable', message: parts.map(({ message }) => message).join(' ') });
}

/** The part must fail, at each point in time. */
export function judgeNot(part: Judgement): Judgement {
  if (part.verdict === 'not-applicable') return part;
  // A pass that hangs on what the site has not said is no proof of the contrary either.
  if (part.open !== null) return undecided(part);
  const { now, nextBoot } = part.horizons;
  const horizons = { now: flipped(now), nextBoot: flipped(nextBoot), nextPatch: null };
  return finish([part], horizons, 'pass');
}

function undecided({ observed, expected, message }: Judgement): Judgement {
  const horizons = { now: 'unknown', nextBoot: null, nextPatch: null } as const;
  return judgement({
    verdict: 'unknown',
    state: 'unknown',
    horizons,
    observed,
    expected,
    message,
    reason: 'parameter-needed',
  });
}

function flipped(outlook: Outlook): Outlook {
  if (outlook === 'pass') return 'fail';
  return outlook === 'fail' ? 'pass' : outlook;
}

function isOf(verdict: Verdict): (part: Judgement) => boolean {
  return (part) => part.verdict === verdict;
}

/** A part that changes at once stands at the next boot as it stands now. */
function joined(parts: readonly Judgement[], join: Join): Horizons {
  const boots = parts.some(({ horizons }) => horizons.nextBoot !== null);
  const now = join(parts.map(({ horizons }) => truthIn(horizons.now)));
  const nextBoot = join(parts.map(({ horizons }) => truthIn(horizons.nextBoot ?? horizons.now)));
  return { now: outlookOf(now), nextBoot: boots ? outlookOf(nextBoot) : null, nextPatch: null };
}

function truthIn(outlook: Outlook): TriState {
  if (outlook === 'pass') return true;
  return outlook === 'fail' ? false : undefined;
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
    ...(verdict === 'unknown' ? reasonOf(parts) : {}),
    notes: parts.flatMap(({ notes }) => notes),
  });
}

function verdictIn({ now, nextBoot }: Horizons, passing: 'pass' | 'warn' | 'unknown'): Judgement['verdict'] {
  if (now === 'fail' || nextBoot === 'fail') return 'fail';
  return now === 'unknown' || nextBoot === 'unknown' ? 'unknown' : passing;
}

/** Of what was read in vain, where there is any. */
function reasonOf(parts: readonly Judgement[]): Pick<Judgement, 'reason' | 'cause'> {
  const caused = parts.find(({ cause }) => cause !== null) ?? parts.find(({ reason }) => reason !== null);
  return { reason: caused?.reason ?? 'unexpected-answer', cause: caused?.cause ?? null };
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

import type { Parameters } from '../checks/check-kind.ts';
import { type Judgement, stateOf } from '../checks/judgement/judgement.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Outlook } from '../model/finding.ts';
import type { Check } from '../model/check.ts';
import type { Mitigation, Rule } from '../model/rule.ts';
import { judge, passes } from './judge-rule.ts';

/**
 * The judgement of a host that fails, with what keeps that from doing harm: it only warns where that surely holds now and
 * after the next reboot. What could not be read keeps nothing from harm, and a host that is not known to fail is as it is.
 */
export function withMitigation(judged: Judgement, rule: Rule, facts: HostFacts, parameters: Parameters): Judgement {
  const { mitigatedIf } = rule;
  const { now, nextBoot, nextPatch } = judged.horizons;
  if (mitigatedIf === undefined || judged.verdict !== 'fail') return judged;
  const holds = (check: Check): boolean => passes(judge(facts, check, parameters)) === true;
  const ahead = {
    now: mitigated(now, holds(mitigatedIf.now)),
    nextBoot: mitigated(nextBoot, holds(mitigatedIf.nextBoot)),
    nextPatch,
  };
  if (ahead.now === now && ahead.nextBoot === nextBoot) return judged;
  const { exposure } = judged;
  return {
    ...judged,
    ...verdictOf(ahead),
    horizons: ahead,
    message: `${judged.message} ${SENTENCES[sentenceFor(ahead, mitigatedIf)]}`,
    exposure: exposure === null ? null : { ...exposure, mitigated: ahead.now === 'mitigated' },
  };
}

function mitigated(outlook: Outlook, holds: boolean): Outlook {
  return outlook === 'fail' && holds ? 'mitigated' : outlook;
}

type Ahead = Readonly<Record<'now' | 'nextBoot', Outlook>>;

/** Of the two points in time the worse decides. */
function verdictOf({ now, nextBoot }: Ahead): Pick<Judgement, 'verdict' | 'state'> {
  const outlooks = [now, nextBoot];
  if (outlooks.includes('fail')) return { verdict: 'fail', state: stateOf(withoutHarm(now), withoutHarm(nextBoot)) };
  // What is not known of the next boot is not made known by a workaround of today.
  if (outlooks.includes('unknown')) return { verdict: 'unknown', state: 'unknown' };
  return { verdict: 'warn', state: 'mitigated' };
}

/** The state is that of a host which is safe for as long as the workaround is in place. */
function withoutHarm(outlook: Outlook): Outlook {
  return outlook === 'mitigated' ? 'pass' : outlook;
}

const SENTENCES = {
  both: 'The workaround is in place, which is no fix.',
  now: 'The workaround is in place, and will not be after a reboot.',
  nextBoot: 'The workaround is in place from the next reboot on.',
} as const;

function sentenceFor({ now, nextBoot }: Ahead, { now: one, nextBoot: other }: Mitigation): keyof typeof SENTENCES {
  if (now !== 'mitigated') return 'nextBoot';
  return nextBoot === 'mitigated' || nextBoot === null || one === other ? 'both' : 'now';
}

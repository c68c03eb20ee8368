import type { HostService } from '../model/facts.ts';
import type { Shown } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import { because, type Judgement, judgement } from './judgement.ts';
import { oneHorizon } from './one-horizon.ts';
import { clauseFor } from './problem-words.ts';

type ServiceCheck = Extract<Check, { kind: 'service' }>;

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host listed no services' };
const NO_POLICY: Problem = { code: 'unexpected-answer', detail: 'the policy is none of on, off and automatic' };
/** `HostServicePolicy` of the API. */
const POLICIES: ReadonlySet<string> = new Set(['on', 'off', 'automatic']);

/** Judges whether a service runs and whether it starts with the host. A host without it is none of the rule's business. */
export function judgeService(check: ServiceCheck, reading: Reading<readonly HostService[]>): Judgement {
  const expected = wantedOf(check);
  if (reading.kind !== 'read') {
    const problem = reading.kind === 'unread' ? reading.problem : NOT_TOLD;
    const message = `The service ${check.key} could not be read: ${clauseFor(problem)}.`;
    return oneHorizon('unknown', { expected, message, ...because(problem) });
  }
  const found = reading.value.find(({ key }) => key === check.key);
  if (found === undefined) {
    return judgement({
      verdict: 'not-applicable',
      expected,
      message: `This host does not have the service ${check.key}.`,
    });
  }
  const { running, policy } = found;
  const said = { observed: { running, policy }, expected };
  if (check.policy !== null && !POLICIES.has(policy)) {
    const message = `The policy of the service ${check.key} could not be read: ${clauseFor(NO_POLICY)}.`;
    return oneHorizon('unknown', { ...said, message, ...because(NO_POLICY) });
  }
  const isWell = isAsWanted(check.running, running) && isAsWanted(check.policy, policy);
  const is = `The service ${check.key} is ${stateWords(running)}, policy ${policy}`;
  if (isWell) return oneHorizon('pass', { ...said, message: `${is}.` });
  return oneHorizon('fail', { ...said, message: `${is}; wanted is ${wantedWords(check)}.`, mendable: true });
}

function isAsWanted<T>(wanted: T | null, actual: T): boolean {
  return wanted === null || wanted === actual;
}

/** What a check of a service wants, as a finding shows it. */
export function wantedOf({ running, policy }: ServiceCheck): Shown {
  return { ...(running === null ? {} : { running }), ...(policy === null ? {} : { policy }) };
}

function wantedWords({ running, policy }: ServiceCheck): string {
  const parts = [...(running === null ? [] : [stateWords(running)]), ...(policy === null ? [] : [`policy ${policy}`])];
  return parts.join(', ');
}

function stateWords(running: boolean): string {
  return running ? 'running' : 'stopped';
}

import type { HostService } from '../model/facts.ts';
import type { Shown } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import { checkKind, type CheckOf, type RemedyOf } from './check-kind.ts';
import { because, type Judgement, judgement, notAskedFor, oneHorizon } from './judgement/judgement.ts';
import { clauseFor } from './judgement/problem-words.ts';
import { MASKED } from './mask.ts';
import { DENIED_SERVICES, deniedName } from './remediation-denylist.ts';
import type { SchemaTools } from './schema/tools.ts';

type ServiceCheck = CheckOf<'service'>;
type ServiceRemedy = RemedyOf<'service'>;

/** Whether a service runs, and whether it starts with the host. */
export const service = checkKind({
  kind: 'service',
  schema: (tools) =>
    tools
      .closed(partsSchema(tools))
      .refine((file) => file.running !== undefined || file.policy !== undefined, {
        error: 'running, policy or both were expected',
      })
      .describe('A service runs or not, and whether it starts with the host.'),
  build: ({ key, running, policy }) => ({ kind: 'service', key, running: running ?? null, policy: policy ?? null }),
  demand: () => ({ services: true }),
  reads: ['services'],
  judge: (check, facts) => judgeService(check, facts.services ?? notAskedFor(facts)),
  expected: wantedOf,
  source: ({ key }) => `HostSystem.config.service.service[${key}]`,
  describe: (check) => `service ${check.key} is ${halves(check)}`,
  mask: () => ({ name: 'services', apply: (facts) => ({ ...facts, services: MASKED }) }),
  example: {
    about: 'a service: whether it runs (running), and whether it starts with the host (policy: on, off, automatic)',
    title: 'The service ntpd runs and starts with the host',
    check: "service: { key: ntpd, running: true, policy: 'on' }",
    remedy: "service: { key: ntpd, running: true, policy: 'on' }",
    examples: [
      ["{ services: { ntpd: { running: true, policy: 'on' } } }", 'pass'],
      ["{ services: { ntpd: { running: false, policy: 'off' } } }", 'fail'],
      ['{ services: unread }', 'unknown'],
    ],
  },
  resource: {
    key: ({ key }) => `service ${key}`,
    wanted: ({ key, running, policy }) => ({ kind: 'service', service: key, running, policy }),
    passesAfter: (check, action) =>
      action.kind === 'service'
        ? !differs(check.running, action.running) && !differs(check.policy, action.policy)
        : undefined,
  },
  remedy: {
    schema: (tools) => tools.closed(partsSchema(tools)),
    build: ({ key, running, policy }) => ({ kind: 'service', key, running: running ?? null, policy: policy ?? null }),
    describe: (remedy) => `make the service ${remedy.key} ${halves(remedy)}`,
    mismatch: mismatchOf,
    denied: ({ key }) => deniedName(DENIED_SERVICES, key),
    action: ({ key, running, policy }) => ({ kind: 'service', service: key, running, policy }),
  },
});

function partsSchema({ z, name }: SchemaTools) {
  return {
    key: name(/^[\w.-]+$/, 'the key of a service was expected, such as TSM-SSH'),
    running: z.boolean().optional(),
    policy: z.enum(['on', 'off', 'automatic']).optional(),
  };
}

function mismatchOf(remedy: ServiceRemedy, check: ServiceCheck): string | null {
  if (remedy.key !== check.key) return `the remedy changes ${remedy.key}, but the check reads ${check.key}`;
  const isWanted = remedy.running === check.running && remedy.policy === check.policy;
  return isWanted ? null : 'the remedy would not satisfy the check: it wants the running and policy of the check';
}

/** A half that the action leaves alone is none of its doing. */
function differs<T>(wanted: T | null, set: T | null): boolean {
  return wanted !== null && set !== null && wanted !== set;
}

function halves({ running, policy }: ServiceCheck | ServiceRemedy): string {
  const state = running === null ? [] : [stateWords(running)];
  return [...state, ...(policy === null ? [] : [`policy ${policy}`])].join(', ');
}

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host listed no services' };
const NO_POLICY: Problem = { code: 'unexpected-answer', detail: 'the policy is none of on, off and automatic' };
/** `HostServicePolicy` of the API. */
const POLICIES: ReadonlySet<string> = new Set(['on', 'off', 'automatic']);

/** Judges whether a service runs and whether it starts with the host. A host without it is none of the rule's business. */
function judgeService(check: ServiceCheck, reading: Reading<readonly HostService[]>): Judgement {
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
  return oneHorizon('fail', { ...said, message: `${is}; expected ${halves(check)}.`, remediable: true });
}

function isAsWanted<T>(wanted: T | null, actual: T): boolean {
  return wanted === null || wanted === actual;
}

/** What a check of a service wants, as a finding shows it. */
function wantedOf({ running, policy }: ServiceCheck): Shown {
  return { ...(running === null ? {} : { running }), ...(policy === null ? {} : { policy }) };
}

function stateWords(running: boolean): string {
  return running ? 'running' : 'stopped';
}

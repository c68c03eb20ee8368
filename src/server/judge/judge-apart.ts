import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EsxcheckError } from '../../model/errors.ts';
import type { JudgeWork } from './child.ts';
import { failureShape, type Judgement, judgementShape } from './judgement.ts';

/** What one shipment may take. */
export interface JudgeLimits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const LIMITS: JudgeLimits = { milliseconds: 600_000, megabytes: 2_048 };
const ENTRY = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url));

/**
 * Judges facts in a process of their own, which has no secrets, no database and an end.
 * Throws JUDGING_TOO_LONG, JUDGING_BROKE (out of memory, killed), JUDGEMENT_INVALID, and what was wrong with the facts.
 */
export async function judgeApart(work: JudgeWork, limits: JudgeLimits = LIMITS): Promise<Judgement> {
  const answer = await answerOf(work, limits);
  if ('failure' in answer) {
    const { code, message } = failureShape.parse(answer.failure);
    throw new EsxcheckError(code, message);
  }
  const judgement = judgementShape.safeParse('judgement' in answer ? answer.judgement : null);
  if (judgement.success && fits(judgement.data)) return judgement.data;
  throw new EsxcheckError('JUDGEMENT_INVALID', 'The process that judged answered with what is no judgement.');
}

function answerOf(work: JudgeWork, { milliseconds, megabytes }: JudgeLimits): Promise<object> {
  const child = fork(ENTRY, [], {
    execArgv: [`--max-old-space-size=${megabytes}`, '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise<object>((done, fail) => {
    const timer = setTimeout(() => {
      fail(new EsxcheckError('JUDGING_TOO_LONG', `Judging took longer than ${milliseconds / 1_000} s.`));
    }, milliseconds);
    child.once('message', (message) => done(Object(message) as object));
    child.once('error', fail);
    child.once('exit', (code, signal) => fail(broke(signal ?? `exit code ${String(code)}`)));
    child.once('close', () => clearTimeout(timer));
    child.send(work, (error) => error !== null && fail(broke('it took no facts')));
  }).finally(() => child.kill('SIGKILL'));
}

function broke(why: string): EsxcheckError {
  return new EsxcheckError('JUDGING_BROKE', `The process that judged these facts ended without an answer (${why}).`, {
    details: ['They may need more memory than one shipment is given. Ship fewer hosts at a time.'],
  });
}

/** Places lie within their lists, and no host is judged twice by a rule. */
function fits({ hosts, rules, bodies, findings }: Judgement): boolean {
  const seen = new Set(findings.map(([host, rule]) => host * rules.length + rule));
  const inside = findings.every(
    ([host, rule, body]) => host < hosts.length && rule < rules.length && body < bodies.length,
  );
  return inside && seen.size === findings.length;
}

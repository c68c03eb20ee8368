import type { BackOffs } from '../connect/call-limit.ts';
import type { HostCallsReport, LimitChange } from '../connect/call-limiter.ts';
import { memberOf, oneOf, record, type Shape, whole } from '../snapshot/shape.ts';

/** What a reader says of the limit of calls to hosts: each change, and what it was when the session of the job ended. */
export type LimitAnswer =
  | { readonly kind: 'limit'; readonly job: number; readonly change: LimitChange }
  | { readonly kind: 'host-calls'; readonly job: number; readonly report: HostCallsReport };

/** The line of an answer, with its end; of which server it speaks is for whoever gave the job. */
export function limitLine(answer: LimitAnswer): string {
  return `${JSON.stringify(answer)}\n`;
}

const changeShape = record<LimitChange>({
  from: whole,
  to: whole,
  why: oneOf('refused', 'timedOut', 'slower', 'trial'),
});

const reportShape: Shape<HostCallsReport> = record<HostCallsReport>({
  limit: whole,
  highest: whole,
  most: whole,
  backedOff: record<BackOffs>({ refused: whole, timedOut: whole, slower: whole }),
});

/** Throws Misfit. */
export function changeAnswer(value: object): LimitAnswer {
  return { kind: 'limit', job: whole(memberOf(value, 'job')), change: changeShape(memberOf(value, 'change')) };
}

/** Throws Misfit. */
export function hostCallsAnswer(value: object): LimitAnswer {
  return { kind: 'host-calls', job: whole(memberOf(value, 'job')), report: reportShape(memberOf(value, 'report')) };
}

import type { WitnessedCall } from '../connect/traffic.ts';
import type { Loss } from '../collect/target-loss.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import { hostRecord } from '../snapshot/encode.ts';
import {
  list,
  matching,
  memberOf,
  Misfit,
  objectIn,
  orNull,
  record,
  type Shape,
  text,
  whole,
} from '../snapshot/shape.ts';
import { changeAnswer, hostCallsAnswer, type LimitAnswer } from './limit-answer.ts';

/** What a reader says of the job of that id. Facts of a host are left as JSON has them: their shape is for whoever asked. */
export type Answer =
  /** It has begun to listen; again and again, that it is alive. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'host'; readonly job: number; readonly facts: unknown }
  /** A part that is alike on many hosts: later ones have its number in its place, which counts up from 0. */
  | { readonly kind: 'alike'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'call'; readonly job: number; readonly call: WitnessedCall }
  | LimitAnswer
  /** All hosts are told. */
  | { readonly kind: 'done'; readonly job: number; readonly loss: Loss | null }
  | { readonly kind: 'failed'; readonly job: number; readonly error: EsxcheckError };

/** The line of an answer, with its end. */
export function answerLine(answer: Extract<Answer, { kind: 'alive' | 'done' }>): string {
  return `${JSON.stringify(answer)}\n`;
}

/** More different ones than this are no longer worth remembering. */
export const MOST_ALIKE = 1_024;

/** The firewall is most of what is read of a host, and the same on nearly all of them: each is sent once. */
export class HostLines {
  readonly #numbers = new Map<string, number>();

  /** One host that was read; before it, what it is the first to have. */
  of(job: number, facts: HostFacts): string {
    const record = hostRecord(facts);
    const text = JSON.stringify(record.firewall);
    const known = this.#numbers.get(text);
    if (known !== undefined) return hostLine(job, { ...record, firewall: known });
    const number = this.#numbers.size;
    if (number >= MOST_ALIKE) return hostLine(job, record);
    this.#numbers.set(text, number);
    return `{"kind":"alike","number":${number},"value":${text}}\n${hostLine(job, { ...record, firewall: number })}`;
  }
}

function hostLine(job: number, facts: object): string {
  return `${JSON.stringify({ kind: 'host', job, facts })}\n`;
}

/** The facts of a host with what stands for a number in it, by what was sent before. Throws Misfit for a number that was not. */
export function withAlike(facts: unknown, alike: readonly unknown[]): unknown {
  const given = objectIn(facts);
  const number = memberOf(given, 'firewall');
  if (typeof number !== 'number') return facts;
  if (!(number in alike)) throw new Misfit('the number of something that was told', ['firewall']);
  return { ...given, firewall: alike[number] };
}

/** One call and what became of it; never its bodies. */
export function callLine(job: number, call: WitnessedCall): string {
  const error = call.error === null ? null : plainError(call.error);
  return `${JSON.stringify({ kind: 'call', job, call: { ...call, error, bodies: null } })}\n`;
}

/** The target could not be read, for a reason that people can act on. */
export function failedLine(job: number, error: EsxcheckError): string {
  return `${JSON.stringify({ kind: 'failed', job, error: plainError(error) })}\n`;
}

interface PlainError {
  /** Null for errors of servers and of Node.js. */
  readonly code: string | null;
  readonly message: string;
  readonly details: readonly string[];
}

function plainError(error: unknown): PlainError {
  if (error instanceof EsxcheckError) return { code: error.code, message: error.message, details: error.details };
  return { code: null, message: error instanceof Error ? error.message : String(error), details: [] };
}

/** Reads a line of a reader as hostile input. Throws Misfit, or a SyntaxError of JSON. */
export function answerIn(line: string): Answer {
  const value = objectIn(JSON.parse(line));
  switch (memberOf(value, 'kind')) {
    case 'alive':
      return { kind: 'alive' };
    case 'host':
      return { kind: 'host', job: whole(memberOf(value, 'job')), facts: memberOf(value, 'facts') };
    case 'alike':
      return { kind: 'alike', number: whole(memberOf(value, 'number')), value: memberOf(value, 'value') };
    case 'call':
      return callAnswer(value);
    case 'limit':
      return changeAnswer(value);
    case 'host-calls':
      return hostCallsAnswer(value);
    case 'done':
      return done(value);
    case 'failed':
      return failedAnswer(value);
    default:
      throw new Misfit('an answer of a known kind');
  }
}

const done = record<Extract<Answer, { kind: 'done' }>>({
  kind: () => 'done',
  job: whole,
  loss: orNull(record<Loss>({ read: whole, unread: whole, cause: text })),
});

const errorShape = record<PlainError>({
  code: orNull(matching(/^[A-Z_]{1,64}$/, 'a code')),
  message: text,
  details: list(text),
});

function failedAnswer(value: object): Answer {
  const { code, message, details } = errorShape(memberOf(value, 'error'));
  if (code === null) throw new Misfit('a code', ['error', 'code']);
  return { kind: 'failed', job: whole(memberOf(value, 'job')), error: new EsxcheckError(code, message, { details }) };
}

const milliseconds: Shape<number> = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Misfit('a number');
  return value;
};

const callShape = record<Omit<WitnessedCall, 'bodies'>>({
  url: text,
  operationId: text,
  method: text,
  durationMs: milliseconds,
  status: orNull(whole),
  bytes: whole,
  error: orNull((value) => errorOf(errorShape(value))),
});

function callAnswer(value: object): Answer {
  const call = { ...callShape(memberOf(value, 'call')), bodies: null };
  return { kind: 'call', job: whole(memberOf(value, 'job')), call };
}

function errorOf({ code, message, details }: PlainError): Error {
  return code === null ? new Error(message) : new EsxcheckError(code, message, { details });
}

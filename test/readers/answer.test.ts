import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EsxcheckError } from '../../src/model/errors.ts';
import { answerIn, answerLine, callLine, failedLine, HostLines, withAlike } from '../../src/readers/answer.ts';
import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import { read } from '../../src/model/reading.ts';
import { limitLine } from '../../src/readers/limit-answer.ts';
import { orderIn, orderLine } from '../../src/readers/job.ts';
import { Misfit } from '../../src/snapshot/shape.ts';

test('whatever a reader says is an answer or is refused, and nothing else is thrown', () => {
  const kinds = fc.constantFrom('alive', 'host', 'call', 'limit', 'host-calls', 'done', 'failed', 'other');
  const value = fc.oneof(
    fc.record({
      kind: kinds,
      job: fc.jsonValue(),
      call: fc.jsonValue(),
      change: fc.jsonValue(),
      report: fc.jsonValue(),
      error: fc.jsonValue(),
    }),
    fc.jsonValue(),
  );
  const line = fc.oneof(
    fc.string(),
    value.map((each) => JSON.stringify(each)),
  );
  fc.assert(
    fc.property(line, (text) => {
      try {
        answerIn(text);
      } catch (error) {
        expect(error instanceof Misfit || error instanceof SyntaxError).toBe(true);
      }
    }),
  );
});

test('a failure keeps code, sentence and details', () => {
  const error = new EsxcheckError('INVALID_LOGIN', 'no \u001B[31m', { details: ['next'] });
  const answer = answerIn(failedLine(7, error));
  expect(answer).toMatchObject({
    kind: 'failed',
    job: 7,
    error: { code: 'INVALID_LOGIN', message: error.message, details: ['next'] },
  });
});

test('a call is told without its bodies', () => {
  const call = { url: 'https://vc/sdk', operationId: 'x-1', method: 'Login', durationMs: 1.5, status: 200, bytes: 3 };
  const bodies = { request: 'secret', response: Buffer.from('secret') };
  const line = callLine(1, { ...call, error: new Error('refused'), bodies });
  expect(line).not.toContain('secret');
  expect(answerIn(line)).toMatchObject({
    kind: 'call',
    call: { ...call, bodies: null, error: { message: 'refused' } },
  });
  expect(answerIn(callLine(1, { ...call, error: null, bodies }))).toMatchObject({ call: { ...call, error: null } });
});

test('what is told of a limit comes back as it was, and no reason that there is not', () => {
  const change = { from: 8, to: 4, why: 'refused' } as const;
  const backedOff = { refused: 1, timedOut: 0, slower: 2 };
  const report = { limit: 4, highest: 8, most: 64, backedOff };
  const answers = [
    { kind: 'limit', job: 2, change },
    { kind: 'host-calls', job: 2, report },
  ] as const;
  expect(answers.map((answer) => answerIn(limitLine(answer)))).toEqual(answers);
  expect(() => answerIn(limitLine({ kind: 'limit', job: 2, change: { ...change, why: 'whim' as never } }))).toThrow(
    Misfit,
  );
});

test('the end of a job is what it was', () => {
  const loss = { read: 1, unread: 2, cause: 'TIMEOUT: late' };
  expect(answerIn(answerLine({ kind: 'done', job: 3, loss }))).toEqual({ kind: 'done', job: 3, loss });
});

test('an order keeps its maps and sets, on one line', () => {
  const order = { kind: 'read', id: 1, demand: new Set(['a\n']), esxcli: new Map([['__proto__', {}]]) } as never;
  const line = orderLine(order);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(orderIn(line.trimEnd())).toEqual(order);
});

test('what is alike on hosts is sent once, and a number that was not told is refused', () => {
  const firewall = read({ enabled: read(true), outgoingBlocked: true, incomingBlocked: true, rulesets: [] });
  const facts: HostFacts = { ...bareFacts({ id: 'x' } as never), firewall };
  const lines = new HostLines();
  const [first = '', second = ''] = lines.of(1, facts).trimEnd().split('\n');
  const third = lines.of(1, facts).trimEnd();
  expect([answerIn(first), second]).toEqual([{ kind: 'alike', number: 0, value: firewall }, third]);
  const told = answerIn(third);
  const given = told.kind === 'host' ? told.facts : null;
  expect(withAlike(given, [firewall])).toMatchObject({ firewall });
  expect(() => withAlike(given, [])).toThrow(Misfit);
  expect(() => withAlike({ firewall: -1 }, [firewall])).toThrow(Misfit);
  expect(withAlike({ firewall: null }, [])).toEqual({ firewall: null });
});

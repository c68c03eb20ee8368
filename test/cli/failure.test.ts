import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defineCommand } from '../../src/cli/parser/command.ts';
import { describeFailure } from '../../src/cli/shared/errors.ts';
import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { runIn } from './captured-io.ts';

test('an error for people is its code and sentence, and its details indented', () => {
  const error = new EsxcheckError('TIMEOUT', 'vc01 did not answer.', { details: ['Try --timeout 120.'] });
  expect(describeFailure(error)).toEqual({
    text: 'TIMEOUT: vc01 did not answer.\n  Try --timeout 120.\n',
    exitCode: 2,
  });
});

test.each([[new TypeError('oops')], ['a thrown text'], [undefined]])('%s is a bug', (error) => {
  const { text, exitCode } = describeFailure(error);
  expect(exitCode).toBe(70);
  expect(text).toContain('this is a bug in esxcheck');
});

test('a bug shows its stack', () => {
  expect(describeFailure(new TypeError('oops')).text).toMatch(/TypeError: oops\n\s+at .*failure\.test/);
});

test('nothing that a terminal obeys survives, in whatever part of an error', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('\u001b', '\u009b', '\r', '\b', '\u202e', '\u2066', 'a', '\n', '\u0000'),
  });
  fc.assert(
    fc.property(hostile, hostile, (message, detail) => {
      const { text } = describeFailure(new EsxcheckError('X', message, { details: [detail] }));
      expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
      expect(text.split('\n')).toHaveLength(3);
    }),
  );
  expect(escapeControlCharacters('Zürich 東京 ✓')).toBe('Zürich 東京 ✓');
});

const command = (run: () => Promise<number>, endsOnInterrupt = false) =>
  defineCommand({
    usage: 'work',
    summary: 'Works',
    examples: [],
    endsOnInterrupt,
    load: () => Promise.resolve({ run }),
  });

test('an interrupted run ends with 130, whether it fails or returns', async () => {
  const interrupted = { signal: AbortSignal.abort() };
  const fails = command(() => Promise.reject(new EsxcheckError('INTERRUPTED', 'Interrupted.')));
  expect((await runIn(['work'], interrupted, [fails])).exitCode).toBe(130);
  expect((await runIn(['work'], {}, [fails])).exitCode).toBe(130);
  const returns = command(() => Promise.resolve(0));
  expect((await runIn(['work'], interrupted, [returns])).exitCode).toBe(130);
  expect((await runIn(['work'], {}, [returns])).exitCode).toBe(0);
});

test('a command that runs until it is interrupted has done its work then', async () => {
  const serves = command(() => Promise.resolve(0), true);
  expect((await runIn(['work'], { signal: AbortSignal.abort() }, [serves])).exitCode).toBe(0);
});

test('a bug in a command ends with 70', async () => {
  const { exitCode, stderr } = await runIn(['work'], {}, [command(() => Promise.reject(new RangeError('oops')))]);
  expect(exitCode).toBe(70);
  expect(stderr).toContain('RangeError: oops');
});

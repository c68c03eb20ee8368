import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { findPassword } from '../../src/target/password.ts';
import { ask, askSecretly, canAsk } from '../../src/target/prompt.ts';
import { refusalOf, surroundings } from './surroundings.ts';

function terminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const interruption = new AbortController();
  return { around: surroundings({ stdin, stderr, signal: interruption.signal }), stdin, stderr, interruption };
}

test('a password is asked for on stderr and not shown while it is typed', async () => {
  const { around, stdin, stderr } = terminal();
  const answer = askSecretly('Password for root: ', around);
  stdin.write('hunter2\r');
  expect(await answer).toBe('hunter2');
  expect(String(stderr.read())).toBe('Password for root: \n');
});

test('a mistake can be rubbed out', async () => {
  const { around, stdin } = terminal();
  const answer = askSecretly('? ', around);
  stdin.write('hunterX\u007f2\n');
  expect(await answer).toBe('hunter2');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at the prompt ends the run', async (_name, key) => {
  const { around, stdin } = terminal();
  const refusal = refusalOf(() => askSecretly('? ', around));
  stdin.write(key);
  expect((await refusal).code).toBe('INTERRUPTED');
});

test('an interruption from outside ends the wait', async () => {
  const { around, interruption } = terminal();
  const refusal = refusalOf(() => askSecretly('? ', around));
  interruption.abort();
  expect((await refusal).code).toBe('INTERRUPTED');
});

test('other questions show their answer', async () => {
  const { around, stdin, stderr } = terminal();
  const answer = ask('Really? ', around);
  stdin.write('yes\n');
  expect(await answer).toBe('yes');
  expect(String(stderr.read())).toContain('yes');
});

test('the password is asked for by the name of the user, where there is a terminal at both ends', async () => {
  const { around, stdin, stderr } = terminal();
  const flags = { file: undefined, stdin: false, command: undefined };
  const found = findPassword(flags, { user: 'root', passwordInUrl: null }, around);
  stdin.write('hunter2\n');
  expect((await found).password).toBe('hunter2');
  expect(String(stderr.read())).toBe('Password for root: \n');
  expect(canAsk(around)).toBe(true);
  expect(canAsk({ stdin, stderr: new PassThrough() })).toBe(false);
  expect(canAsk({ stdin: new PassThrough(), stderr })).toBe(false);
});

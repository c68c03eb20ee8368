import { expect, test } from 'vitest';
import { runPasswordCommand } from '../../src/target/password-command.ts';
import { refusalOf } from './surroundings.ts';

const limits = { timeoutMs: 20_000, signal: new AbortController().signal };
const node = (script: string) => `${process.execPath} -e "${script}"`;

test('what the command prints is handed on as it is', async () => {
  expect(await runPasswordCommand(node(`console.log('p w')`), limits)).toBe('p w\n');
});

test('no shell sees the line', async () => {
  expect(await runPasswordCommand(`${node('console.log(process.argv.slice(1).join())')} $HOME ; ls`, limits)).toBe(
    '$HOME,;,ls\n',
  );
});

test.each([
  ['ends with a failure', node(`console.log('hunter2'); console.error('hunter2'); process.exit(3)`), 'exit code 3'],
  ['prints without end', node(`for (;;) process.stdout.write('hunter2'.repeat(20000))`), 'far more than a password'],
  ['is not there', '/nonexistent/vault hunter2', 'cannot be found'],
  ['may not be run', '/etc/passwd hunter2', 'may not be run'],
  ['is empty', '  ', 'is empty'],
])('a command that %s is an error that repeats neither it nor its output', async (_what, line, why) => {
  const { code, text } = await refusalOf(() => runPasswordCommand(line, limits));
  expect(code).toBe('PASSWORD_COMMAND_FAILED');
  expect(text).toContain(why);
  expect(text).not.toContain('hunter2');
});

test('a command that hangs is ended', async () => {
  const { text } = await refusalOf(() =>
    runPasswordCommand(node('setInterval(() => 0, 1000)'), { ...limits, timeoutMs: 100 }),
  );
  expect(text).toContain('did not end within 0.1 s');
});

test('an interruption ends the command', async () => {
  const interruption = new AbortController();
  const refusal = refusalOf(() =>
    runPasswordCommand(node('setInterval(() => 0, 1000)'), { ...limits, signal: interruption.signal }),
  );
  interruption.abort();
  expect((await refusal).code).toBe('INTERRUPTED');
});

test.skipIf(process.platform === 'win32')('a process that the command leaves behind does not hold us', async () => {
  const begun = performance.now();
  expect(await runPasswordCommand(`sh -c 'sleep 20 & echo secret'`, limits)).toBe('secret\n');
  expect(performance.now() - begun).toBeLessThan(15_000);
});

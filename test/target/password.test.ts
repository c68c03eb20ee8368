import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { findPassword } from '../../src/target/password.ts';
import { refusalOf, surroundings, temporaryFolder } from './surroundings.ts';

const NO_FLAGS = { file: undefined, stdin: false, command: undefined };
const account = { user: 'root', passwordInUrl: null };
const ENV = { ESXCHECK_PASSWORD: 'own', GOVC_PASSWORD: 'govc' };

async function passwordFile(text: string | Uint8Array, mode = 0o600) {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'password');
  await writeFile(path, text);
  await chmod(path, mode);
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

const find = async (env: Record<string, string>, passwordInUrl: string | null) =>
  (await findPassword(NO_FLAGS, { user: 'root', passwordInUrl }, surroundings({ env }))).password;

test('without a flag our own variable comes before the ones of govc', async () => {
  expect(await find(ENV, 'url')).toBe('own');
  expect(await find({ ESXCHECK_PASSWORD: '', GOVC_PASSWORD: 'govc' }, 'url')).toBe('govc');
  expect(await find({}, 'url')).toBe('url');
});

test('a flag comes before the environment', async () => {
  await using file = await passwordFile('from file\n');
  const around = surroundings({ env: ENV, stdin: Readable.from(['from stdin\n']) });
  expect((await findPassword({ ...NO_FLAGS, file: file.path }, account, around)).password).toBe('from file');
  expect((await findPassword({ ...NO_FLAGS, stdin: true }, account, around)).password).toBe('from stdin');
  const command = `${process.execPath} -e "console.log('from command')"`;
  expect((await findPassword({ ...NO_FLAGS, command }, account, around)).password).toBe('from command');
});

test('two explicit sources are refused, whichever they are', async () => {
  for (const flags of [
    { ...NO_FLAGS, file: 'x', stdin: true },
    { ...NO_FLAGS, file: 'x', command: 'y' },
    { ...NO_FLAGS, stdin: true, command: 'y' },
  ]) {
    expect((await refusalOf(() => findPassword(flags, account, surroundings()))).code).toBe('PASSWORD_AMBIGUOUS');
  }
});

test('without a terminal and a source the error lists the sources', async () => {
  const { code, text } = await refusalOf(() => findPassword(NO_FLAGS, account, surroundings()));
  expect(code).toBe('PASSWORD_MISSING');
  expect(text).toMatch(/--password-file.*--password-stdin.*--password-command.*ESXCHECK_PASSWORD.*GOVC_PASSWORD/s);
});

test.each([
  ['p w\n', 'p w'],
  ['p w\r\n', 'p w'],
  [' p w ', ' p w '],
  ['\ufeffp w\n', 'p w'],
  ['pässwörd€', 'pässwörd€'],
  [Buffer.from('\ufeffpässwörd€\r\n', 'utf16le'), 'pässwörd€'],
])('of the file %j the password is %j', async (text, password) => {
  await using file = await passwordFile(text);
  expect((await findPassword({ ...NO_FLAGS, file: file.path }, account, surroundings())).password).toBe(password);
});

test.each(['', '\n', 'hunter2\n\n', 'hunter2\nmore', 'hunter2\u0000', Buffer.from('hünter2', 'latin1')])(
  'the file %j is refused without repeating it',
  async (text) => {
    await using file = await passwordFile(text);
    const { code, text: said } = await refusalOf(() =>
      findPassword({ ...NO_FLAGS, file: file.path }, account, surroundings()),
    );
    expect(code).toMatch(/^(?:PASSWORD_INVALID|FILE_NOT_READ)$/);
    expect(said).not.toMatch(/h.nter2/);
  },
);

const read = (file: string) => refusalOf(() => findPassword({ ...NO_FLAGS, file }, account, surroundings()));

test.skipIf(process.platform === 'win32')('a file that is not there, and one that is endless, are errors', async () => {
  expect((await read('/nonexistent/password')).code).toBe('FILE_NOT_READ');
  expect((await read('/dev/zero')).text).toContain('too large');
  expect((await read('/')).text).toContain('it is a folder');
});

test.skipIf(process.platform === 'win32')('a file that others can read is used, with a warning', async () => {
  await using open = await passwordFile('secret\n', 0o644);
  const { password, warnings } = await findPassword({ ...NO_FLAGS, file: open.path }, account, surroundings());
  expect(password).toBe('secret');
  expect(warnings.join()).toContain('chmod 600');
  await using own = await passwordFile('secret\n', 0o600);
  expect((await findPassword({ ...NO_FLAGS, file: own.path }, account, surroundings())).warnings).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a named pipe serves as a file', async () => {
  await using folder = await temporaryFolder();
  const pipe = join(folder.path, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const found = findPassword({ ...NO_FLAGS, file: pipe }, account, surroundings());
  await writeFile(pipe, 'through the pipe\n');
  expect(await found).toEqual({ password: 'through the pipe', warnings: [] });
});

test('a terminal is no place to read the password from as standard input', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const { text } = await refusalOf(() => findPassword({ ...NO_FLAGS, stdin: true }, account, surroundings({ stdin })));
  expect(text).toContain('needs a pipe');
});

function* endless() {
  for (;;) yield 'x'.repeat(10_000);
}

test('standard input that never ends is refused', async () => {
  const stdin = Readable.from(endless());
  const { code } = await refusalOf(() => findPassword({ ...NO_FLAGS, stdin: true }, account, surroundings({ stdin })));
  expect(code).toBe('PASSWORD_INVALID');
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { mailText } from '../../reports/notice/payloads.ts';
import { type MailServer, sendMail } from '../../src/notify/mail.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { poisoned } from '../reports/hostile.ts';

const PASSWORD = 'xyzzy-secret';
const FAST = { pauses: [5, 5], timeoutMs: 1_000, signal: new AbortController().signal };

let key: string;
let certificate: string;
beforeAll(async () => {
  const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 7 as const, ip: '127.0.0.1' }] }];
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keySize: 2048, extensions });
  [key, certificate] = [made.private, made.cert];
});

interface Received {
  readonly message: string;
  readonly secure: boolean;
  readonly to: readonly string[];
}

/** A real mail server; what it took, and how each login looked. */
async function serverOf(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const logins: { readonly password: string; readonly secure: boolean }[] = [];
  const server = new SMTPServer({
    key,
    cert: certificate,
    onAuth: ({ username, password }, session, done) => {
      logins.push({ password: password ?? '', secure: session.secure });
      if (username === 'esxcheck' && password === PASSWORD) done(null, { user: username });
      else done(new Error('Invalid username or password'));
    },
    onData: (stream, session, done) => {
      void (async () => {
        const message = await text(stream);
        received.push({ message, secure: session.secure, to: session.envelope.rcptTo.map(({ address }) => address) });
        done();
      })();
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { port, received, logins };
}

function at(port: number, parts: Partial<MailServer> = {}): MailServer {
  return {
    host: '127.0.0.1',
    port,
    tls: 'starttls',
    account: { user: 'esxcheck', password: PASSWORD },
    ca: certificate,
    ...parts,
  };
}

function mail(hostile = '') {
  const attachments = [
    { filename: 'findings.csv', content: 'host,rule\nä,b\n', contentType: 'text/csv; charset=utf-8' },
  ];
  const scan = poisoned(fullScan(), hostile);
  return { from: 'esxcheck@example.com', to: ['ops@example.com', 'boss@example.com'], ...mailText(scan), attachments };
}

test('goes over STARTTLS, with its password after it, HTML, text and attachment', async () => {
  const { port, received, logins } = await serverOf();
  expect(await sendMail(at(port), mail(), FAST)).toEqual({
    channel: `mail 127.0.0.1:${port}`,
    attempts: 1,
    error: null,
  });
  expect(logins).toEqual([{ password: PASSWORD, secure: true }]);
  const message = received[0]?.message ?? '';
  expect(received).toMatchObject([{ secure: true, to: ['ops@example.com', 'boss@example.com'] }]);
  expect(message).toMatch(/^Subject: =\?UTF-8\?Q\?vc01_and_vc02=3A_Non-compliant/m);
  expect(message).toContain('Content-Type: text/html; charset=utf-8');
  expect(message).toContain('Content-Type: text/plain; charset=utf-8');
  expect(message).toContain('filename=findings.csv');
  expect(message).not.toContain(PASSWORD);
});

test('a server without STARTTLS is refused, and the password never sent', async () => {
  const { port, received, logins } = await serverOf({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  const delivery = await sendMail(at(port), mail(), FAST);
  expect(delivery.error).toMatch(/STARTTLS|TLS/i);
  expect([received, logins]).toEqual([[], []]);
});

test('a certificate that nobody vouches for is refused', async () => {
  const { port, received, logins } = await serverOf();
  const { error } = await sendMail(at(port, { ca: null }), mail(), FAST);
  expect(error).toMatch(/self.signed/i);
  expect([received, logins]).toEqual([[], []]);
});

test('without TLS, where that is wanted, no password goes', async () => {
  const { port, received, logins } = await serverOf({ authOptional: true, allowInsecureAuth: true });
  expect(await sendMail(at(port, { tls: 'none' }), mail(), FAST)).toMatchObject({ error: null });
  expect([received.map(({ secure }) => secure), logins]).toEqual([[false], []]);
});

test('a wrong password is not tried again, and not told', async () => {
  const { port, logins } = await serverOf();
  const account = { user: 'esxcheck', password: 'wrong-xyzzy' };
  const delivery = await sendMail(at(port, { account }), mail(), FAST);
  expect(delivery).toMatchObject({ attempts: 1, error: expect.stringMatching(/Invalid/) });
  expect(logins).toHaveLength(1);
  expect(JSON.stringify(delivery)).not.toContain('xyzzy');
});

test('what is refused for now is tried again, what is refused for good is not', async () => {
  let tries = 0;
  const greylisting = await serverOf({
    onRcptTo: (_address, _session, done) => {
      tries += 1;
      done(tries <= 2 ? Object.assign(new Error('greylisted'), { responseCode: 451 }) : null);
    },
  });
  expect(await sendMail(at(greylisting.port), mail(), FAST)).toMatchObject({ attempts: 2, error: null });
  const closed = await serverOf({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such user'), { responseCode: 550 })),
  });
  expect(await sendMail(at(closed.port), mail(), FAST)).toMatchObject({
    attempts: 1,
    error: expect.stringContaining('550'),
  });
});

test('a server that is dead, and one that says nothing, are given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const dead = await sendMail(at(1), mail(), FAST);
  expect(dead).toMatchObject({ attempts: 3, error: expect.stringContaining('ECONNREFUSED') });
  const { port } = silent.address() as AddressInfo;
  expect(await sendMail(at(port), mail(), { ...FAST, timeoutMs: 100 })).toMatchObject({ attempts: 3 });
});

test('names of hosts make no header of their own', async () => {
  const { port, received } = await serverOf();
  await sendMail(at(port), mail('\r\nBcc: evil@example.com\r\n\r\nx'), FAST);
  const head = (received[0]?.message ?? '').split('\r\n\r\n')[0] ?? '';
  expect(head).toContain('Subject:');
  expect(head).not.toMatch(/^Bcc:/m);
  expect(received[0]?.to).toEqual(['ops@example.com', 'boss@example.com']);
});

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { makeCertificate } from '../../src/simulator/certificate.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runIn } from '../cli/captured-io.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_WRONG } from './bench.ts';

const ENV = { ESXCHECK_PASSWORD: ACCOUNT.password };
const RULE = ['--rule', 'hpe/gen8-interrupt-remapping', '--format', 'json', '--no-config', '--timeout', '2'];

function scanOf(address: string, ...flags: readonly string[]) {
  return runIn(['scan', '--target', address, '--user', ACCOUNT.user, ...RULE, ...flags], { env: ENV });
}

function verdictsOf(stdout: string): readonly string[] {
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly verdict: string }[] };
  return findings.map(({ verdict }) => verdict).toSorted();
}

test('a name that does not resolve', async () => {
  const { exitCode, stderr } = await scanOf('vcenter.invalid');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^HOST_NOT_FOUND: /);
});

/** A server that takes connections and does as it is told with them. */
async function listening(take: (socket: Socket) => void): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(take);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

test('a connection that is half open: taken, and never answered', async () => {
  const sockets: Socket[] = [];
  const { server, port } = await listening((socket) => sockets.push(socket.on('error', () => undefined)));
  const { exitCode, stderr } = await scanOf(`127.0.0.1:${port}`);
  for (const socket of sockets) socket.destroy();
  server.close();
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^TIMEOUT: /);
});

/** A server that is started again on its port when it is told to: sessions and connections are gone, the certificate is not. */
async function restartable() {
  const certificate = await makeCertificate();
  let calls = 0;
  let outage: { readonly at: number; readonly comesBack: boolean } | null = null;
  let running: Simulator;
  const started = (port: number): Promise<Simulator> =>
    simulatedVcenter(ALL_WRONG, {
      port,
      certificate,
      onCall: ({ method }) => {
        if (method === 'ExecuteSoap') calls += 1;
        if (outage === null || calls !== outage.at) return;
        const { comesBack } = outage;
        outage = null;
        void (async () => {
          await running.close();
          if (comesBack) running = await started(port);
        })();
      },
    });
  running = await started(0);
  return {
    get vcenter() {
      return running;
    },
    fail: (at: number, comesBack: boolean) => {
      outage = { at, comesBack };
    },
    [Symbol.asyncDispose]: () => running.close(),
  };
}

test('a vCenter that is started again in the middle of a scan: what was lost is unknown, nothing passes, no session stays', async () => {
  await using server = await restartable();
  const { port, certificate } = server.vcenter;
  server.fail(2, true);
  const { exitCode, stdout } = await scanOf(`127.0.0.1:${port}`, '--thumbprint', certificate.sha256);
  expect([1, 3]).toContain(exitCode);
  expect(verdictsOf(stdout)).toHaveLength(3);
  expect(verdictsOf(stdout)).not.toContain('pass');
  expect(server.vcenter.openSessions).toBe(0);
});

test('a vCenter that goes away in the middle and stays away: the rest is unknown, at once', async () => {
  await using server = await restartable();
  const { port, certificate } = server.vcenter;
  server.fail(1, false);
  const { exitCode, stdout } = await scanOf(`127.0.0.1:${port}`, '--thumbprint', certificate.sha256);
  expect([1, 2, 3]).toContain(exitCode);
  if (exitCode !== 2) expect(verdictsOf(stdout)).not.toContain('pass');
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['back', -86_400_000],
  ['ahead', 86_400_000],
])('a clock that jumps a day %s in the middle changes no verdict and ends no wait', async (_, jump) => {
  const real = Date.now();
  let jumped = false;
  await using vcenter = await simulatedVcenter(ALL_WRONG, {
    now: () => real,
    onCall: ({ method }) => {
      if (method !== 'ExecuteSoap' || jumped) return;
      jumped = true;
      vi.useFakeTimers({ toFake: ['Date'], now: real + jump });
    },
  });
  const address = `${vcenter.host}:${vcenter.port}`;
  const { exitCode, stdout } = await scanOf(address, '--thumbprint', vcenter.certificate.sha256);
  expect(jumped).toBe(true);
  expect(exitCode).toBe(1);
  expect(verdictsOf(stdout)).toEqual(['fail', 'fail', 'fail']);
  expect(vcenter.openSessions).toBe(0);
});

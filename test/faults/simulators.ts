import { afterEach, beforeEach } from 'vitest';
import { makeCertificate } from '../../src/simulator/certificate.ts';
import type { TroubleInput } from '../../src/simulator/estate/trouble.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome, runIn } from '../cli/captured-io.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

/** Simulated vCenters of the tests of one file, and a program that has a home of its own in each test. */
export interface Simulators {
  /** The home of the program in this test. */
  readonly home: () => string;
  readonly start: (
    estate: string,
    troubles?: readonly TroubleInput[],
    options?: Parameters<typeof simulatedVcenter>[1],
  ) => Promise<Simulator>;
  /** Runs a command there, with that many seconds for each call. */
  readonly runAt: (simulator: Simulator, words: readonly string[], timeout: number) => Promise<Outcome>;
}

/** Whatever a test starts is closed after it, and its home is gone. */
export function simulators(): Simulators {
  const certificate = makeCertificate();
  const running: Simulator[] = [];
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.close();
    await folder[Symbol.asyncDispose]();
  });
  return {
    home: () => folder.path,
    start: async (estate, troubles = [], options = {}) => {
      const simulator = await simulatedVcenter(estate, { certificate: await certificate, ...options });
      running.push(simulator);
      simulator.disturb(...troubles);
      return simulator;
    },
    runAt: (simulator, words, timeout) => {
      const target = ['--target', `127.0.0.1:${simulator.port}`, '--user', ACCOUNT.user, '--timeout', String(timeout)];
      const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder.path, HOME: folder.path };
      return runIn([...words, ...target, '--thumbprint', simulator.certificate.sha256], { env });
    },
  };
}

import { describe, expect, test } from 'vitest';
import type { TroubleInput } from '../../src/simulator/estate/trouble.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Outcome } from '../cli/captured-io.ts';
import { sampled } from '../support/sample.ts';
import { gen8Estate } from '../support/simulated-vcenter.ts';
import { simulators } from './simulators.ts';

const GEN8 = ['--rule', 'hpe/gen8-interrupt-remapping'];
const PAGES = ['same-token', 'empty', 'lone', 'full'] as const;

const { start, runAt: runWithin } = simulators();
const vcenter = (hosts: number, ...troubles: TroubleInput[]): Promise<Simulator> => start(gen8Estate(hosts), troubles);
const runAt = (simulator: Simulator, words: readonly string[]): Promise<Outcome> => runWithin(simulator, words, 20);

function pagesAsked({ calls }: Simulator): number {
  return calls.count('RetrievePropertiesEx') + calls.count('ContinueRetrievePropertiesEx');
}

describe.each(sampled(PAGES, 2))('a list without end (%s)', (pages) => {
  test('in place of the inventory: the scan could not run, and says why', async () => {
    const simulator = await vcenter(8, { kind: 'endless', pages, times: null });
    const { exitCode, stderr } = await runAt(simulator, ['scan', ...GEN8]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('ANSWER_WITHOUT_END')]);
    expect(stderr).toContain('sends a list that does not end');
    expect(pagesAsked(simulator)).toBeLessThan(3100);
    expect(simulator.openSessions).toBe(0);
  }, 30_000);

  test('in the middle of a scan: INCOMPLETE, no host passes, and nothing more is asked of it', async () => {
    const simulator = await vcenter(8, { kind: 'endless', pages, after: 1, times: null });
    const { exitCode, stdout, stderr } = await runAt(simulator, ['scan', ...GEN8, '--format', 'json']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('INCOMPLETE');
    const { targets, findings } = JSON.parse(stdout) as {
      readonly targets: readonly { readonly error: { readonly code: string; readonly message: string } | null }[];
      readonly findings: readonly { readonly verdict: string }[];
    };
    expect(targets[0]?.error?.code).toBe('TARGET_LOST');
    expect(targets[0]?.error?.message).toContain('8 hosts were not read (ANSWER_WITHOUT_END');
    expect(findings.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 8 }, () => 'unknown'));
    expect(pagesAsked(simulator)).toBeLessThan(400);
    expect(simulator.calls.count('ExecuteSoap')).toBe(0);
  });
});

/** As vCenter 7.0.3 to 8.0.2 refuse it to an account whose role begins below the root folder. */
const REFUSED: TroubleInput = { kind: 'refused', method: 'ContinueRetrievePropertiesEx', times: null };

describe('a vCenter that refuses every page but the first', () => {
  test('is read all the same: the scan is that of one that does not', async () => {
    const plain = await vcenter(230);
    const refusing = await vcenter(230, REFUSED);
    const [expected, found] = await Promise.all(
      [plain, refusing].map((simulator) => runAt(simulator, ['scan', ...GEN8, '--format', 'lines'])),
    );
    expect([found?.exitCode, found?.stdout]).toEqual([expected?.exitCode, expected?.stdout]);
    expect(expected?.stdout).toContain('esx-230');
  }, 30_000);

  test('costs a refusal once and a few calls more, and nothing stays behind', async () => {
    const simulator = await vcenter(230, REFUSED);
    expect((await runAt(simulator, ['scan', ...GEN8])).exitCode).toBe(0);
    expect(simulator.calls.count('ContinueRetrievePropertiesEx')).toBe(1);
    // The first page, the members of the view, two chunks of the rest, and the properties of 230 hosts by hundreds.
    expect(simulator.calls.count('RetrievePropertiesEx')).toBeLessThanOrEqual(1 + 1 + 2 + 3);
    expect([simulator.openSessions, simulator.calls.count('DestroyView')]).toEqual([0, 1]);
  });

  test('is read where it cuts the named objects, too', async () => {
    const simulator = await vcenter(40, REFUSED);
    simulator.settings.pageSize = 7;
    const { exitCode, stdout } = await runAt(simulator, ['scan', ...GEN8, '--format', 'json']);
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as { readonly hosts: readonly unknown[] }).hosts).toHaveLength(40);
  });

  test('asks no more of one that does not refuse than before', async () => {
    const simulator = await vcenter(230);
    expect((await runAt(simulator, ['scan', ...GEN8])).exitCode).toBe(0);
    expect(simulator.calls.count('ContinueRetrievePropertiesEx')).toBe(2);
    expect(simulator.calls.count('RetrievePropertiesEx')).toBe(4);
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { describe, expect, test } from 'vitest';
import type { TroubleInput } from '../../src/simulator/estate/trouble.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome, runIn } from '../cli/captured-io.ts';
import { choiceFrom, chosen } from '../support/sample.ts';
import { simulators } from './simulators.ts';

const HOSTS = 24;
/** Everything on these hosts is wrong, so that a host that looks mended was not looked at. */
const ESTATE = `
instanceUuid: 11111111-2222-3333-4444-555555555555
accounts: [{ user: administrator@vsphere.local, password: demo }]
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - { name: 'esx-{n}', count: ${HOSTS}, vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944, kernel: { iovDisableIR: 'TRUE' } }
`;
const GEN8 = ['--rule', 'hpe/gen8-interrupt-remapping'];
const LOST = /127\.0\.0\.1:\d+ was lost after (\d+) of 24 hosts; (\d+) hosts? (?:was|were) not read \([A-Z_]+: .+\)/;
const INCOMPLETE = new RegExp(`INCOMPLETE: ${LOST.source}`);

const { home, start, runAt: runWithin } = simulators();
const vcenter = (options: Parameters<typeof start>[2] = {}): Promise<Simulator> =>
  start(ESTATE, [], { pageSize: 5, ...options });
const runAt = (simulator: Simulator, words: readonly string[]): Promise<Outcome> => runWithin(simulator, words, 2);

interface Document {
  readonly targets: readonly { readonly error: { readonly code: string; readonly message: string } | null }[];
  readonly findings: readonly { readonly verdict: string }[];
  readonly hosts: readonly unknown[];
}

function verdictsOf({ findings }: Document): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verdict } of findings) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** What does not hold of a scan by rules that every host of the estate fails, whatever became of the server on the way. */
function broken({ exitCode, stdout, stderr }: Outcome): readonly string[] {
  if (exitCode === 2)
    return stdout === '' && /^[A-Z_]+: /.test(stderr) ? [] : ['it could not run, and does not say why'];
  const document = JSON.parse(stdout) as Document;
  const { error } = document.targets[0] ?? { error: null };
  const { fail = 0, unknown = 0, ...others } = verdictsOf(document);
  const [, read, unread] = LOST.exec(error?.message ?? '') ?? [];
  const laws: readonly (readonly [what: string, holds: boolean])[] = [
    ['every host is listed', document.hosts.length === HOSTS],
    ['no host looks mended', Object.keys(others).length === 0],
    ['what was not read has a reason at the target', unknown === 0 || error?.code === 'TARGET_LOST'],
    ['a target that was lost is said to be so', error === null || LOST.test(error.message)],
    ['stderr warns', error === null || INCOMPLETE.test(stderr)],
    ['the hosts are counted', error === null || (Number(read) === fail && Number(unread) === unknown)],
    ['the exit code is that of a scan that saw a part', exitCode === (fail > 0 ? 1 : 3)],
  ];
  return laws.flatMap(([what, holds]) => (holds ? [] : [`not so: ${what} (fail ${fail}, unknown ${unknown})`]));
}

/** Stages of a scan. `html` and `unavailable` are what stands before a vCenter that is gone; `hang` takes a time-out each. */
const STAGES: readonly (readonly [method: string, counts: readonly number[]])[] = [
  ['RetrievePropertiesEx', [0, 1, 2]],
  ['ContinueRetrievePropertiesEx', [0, 2, 5, 6, 8]],
  ['RetrieveManagedMethodExecuter', [0, 7, 23]],
  ['ExecuteSoap', [0, 9, 22]],
];
const CELLS = STAGES.flatMap(([method, counts]) =>
  counts.flatMap((after) =>
    (['stop', 'unavailable', 'html'] as const).map((kind): TroubleInput => {
      const whole = kind === 'stop' ? { method } : {};
      return { kind, ...whole, after: kind === 'stop' ? after : after * 2 + 8, times: null };
    }),
  ),
);

const keysOf = ({ kind, method = '', after = 0 }: TroubleInput): readonly string[] => [
  `kind ${kind}`,
  `method ${method}`,
  `after ${after > 0}`,
];

test('wherever a vCenter is lost for good, the scan says so, counts the hosts, and no host looks mended', async () => {
  const found = await pMap(
    chosen(CELLS, keysOf, choiceFrom(process.env, 8)),
    async (trouble) => {
      const simulator = await vcenter();
      simulator.disturb(trouble);
      const outcome = await runAt(simulator, ['scan', ...GEN8, '--format', 'json']);
      await simulator.close();
      return broken(outcome).map((what) => `${JSON.stringify(trouble)}: ${what}`);
    },
    { concurrency: 8 },
  );
  expect(found.flat()).toEqual([]);
}, 120_000);

/** A scan that is lost after some calls of a method. */
async function lostScan(words: readonly string[], trouble: TroubleInput = MIDWAY): Promise<Outcome> {
  const simulator = await vcenter();
  simulator.disturb(trouble);
  return await runAt(simulator, words);
}

/** Nine hosts have answered by then. */
const MIDWAY: TroubleInput = { kind: 'stop', method: 'ExecuteSoap', after: 9 };

test('lost in the bulk read, where no host is called by itself', async () => {
  const trouble: TroubleInput = { kind: 'stop', method: 'ContinueRetrievePropertiesEx', after: 8 };
  const { exitCode, stdout, stderr } = await lostScan(
    ['scan', '--rule', 'prepatch/connected', '--format', 'json'],
    trouble,
  );
  expect(exitCode).toBe(3);
  expect((JSON.parse(stdout) as Document).targets[0]?.error?.code).toBe('TARGET_LOST');
  expect(stderr).toMatch(INCOMPLETE);
});

test('lost while clusters, alarms and VMs are gathered', async () => {
  const trouble: TroubleInput = { kind: 'stop', method: 'RetrievePropertiesEx', after: 3 };
  const { exitCode, stdout } = await lostScan(['scan', '--pack', 'prepatch', '--format', 'json'], trouble);
  expect([1, 3]).toContain(exitCode);
  const [, read] = LOST.exec((JSON.parse(stdout) as Document).targets[0]?.error?.message ?? '') ?? [];
  expect(read).toBe('0');
});

test('lost while the inventory is paged: nothing was read, so the scan could not run', async () => {
  const { exitCode, stdout, stderr } = await lostScan(['scan', ...GEN8], {
    kind: 'stop',
    method: 'ContinueRetrievePropertiesEx',
    after: 1,
  });
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^(?:CONNECTION_REFUSED|CONNECTION_LOST): /);
});

test('a session that cannot be renewed, since the password was changed: it is lost, and logged in to once', async () => {
  let calls = 0;
  const simulator: Simulator = await vcenter({
    onCall: ({ method }) => {
      if (method !== 'ExecuteSoap' || (calls += 1) !== 9) return;
      Object.assign(simulator.estate.accounts[0] ?? {}, { password: 'another' });
      simulator.disturb({ kind: 'expire', times: 1 });
    },
  });
  const outcome = await runAt(simulator, ['scan', ...GEN8, '--format', 'json']);
  expect(broken(outcome)).toEqual([]);
  expect(outcome.stderr).toMatch(/INCOMPLETE: .*INVALID_LOGIN/);
  expect(simulator.refusedLogins).toBe(1);
  expect(simulator.openSessions).toBe(0);
});

test('a vCenter that comes back is no loss', async () => {
  const { stdout, stderr } = await lostScan(['scan', ...GEN8, '--format', 'json'], {
    kind: 'unavailable',
    method: 'ExecuteSoap',
    after: 9,
    times: 2,
  });
  expect((JSON.parse(stdout) as Document).targets[0]?.error).toBeNull();
  expect(stderr).not.toContain('INCOMPLETE');
});

describe('every rendering says it where people look first', () => {
  const WHERE: readonly (readonly [format: string, pattern: RegExp])[] = [
    ['table', new RegExp(`^${INCOMPLETE.source}`)],
    ['table', /^INCOMPLETE, NON-COMPLIANT +\d+ of \d+ hosts/m],
    ['lines', new RegExp(`^error https://\\S+ TARGET_LOST -> ${LOST.source}$`, 'm')],
    [
      'markdown',
      new RegExp(
        `^# ESXi compliance: INCOMPLETE, Non-compliant, \\d+ of \\d+ hosts[^\\n]*\\n\\n\\*\\*INCOMPLETE:\\*\\* 127`,
      ),
    ],
    [
      'html',
      /<h1>\s*<strong class="verdict unknown">Incomplete<\/strong>[^]*<b>INCOMPLETE:<\/b>\s*127\.0\.0\.1:\d+ was lost after/,
    ],
    [
      'junit',
      /<testcase classname="https:[^"]+" name="every host of the target was read"><error type="TARGET_LOST" message="INCOMPLETE: 127/,
    ],
    ['csv', /,target_error,[^]*was lost after \d+ of 24 hosts/],
    ['prometheus', /^esxcheck_target_up\{[^}]+\} 1\n[^]*^esxcheck_target_complete\{[^}]+\} 0$/m],
  ];
  test.each(WHERE)('%s %s', async (format, pattern) => {
    const { stdout } = await lostScan(['scan', ...GEN8, '--format', format]);
    expect(stdout).toMatch(pattern);
  });
});

describe('other commands', () => {
  test('kernel: 3, and the table begins with it', async () => {
    const { exitCode, stdout, stderr } = await lostScan(['kernel', 'iovDisableIR', '--format', 'table']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(new RegExp(`^${INCOMPLETE.source}`));
    expect(stderr).toMatch(INCOMPLETE);
  });

  test('snapshot: 3, and what is judged of it later says it too', async () => {
    const file = join(home(), 'facts.snapshot');
    const { exitCode, stderr } = await lostScan(['snapshot', ...GEN8, '--output', file]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(INCOMPLETE);
    const judged = await runIn(['evaluate', file, ...GEN8, '--no-config']);
    expect(judged.exitCode).toBe(1);
    expect(judged.stdout).toMatch(new RegExp(`^${INCOMPLETE.source}`));
  });

  test('plan: 3, hosts that were not read are left out, and nobody logs in again', async () => {
    const file = join(home(), 'plan.json');
    const { exitCode, stderr } = await lostScan(['plan', ...GEN8, '--output', file]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(INCOMPLETE);
    const plan = JSON.parse(await readFile(file, 'utf8')) as {
      readonly steps: readonly unknown[];
      readonly leftOut: readonly { readonly reason: string }[];
      readonly parameters: Readonly<Record<string, string>>;
    };
    expect(plan.steps.length).toBeGreaterThan(0);
    expect(plan.leftOut.every(({ reason }) => reason === 'unknown')).toBe(true);
    expect(plan.steps.length + plan.leftOut.length).toBe(HOSTS);
    expect(plan.parameters['preconditions']).toBe('not-read');
  });

  test('gate: 3, and it stays shut', async () => {
    const { exitCode, stderr } = await lostScan(['gate', 'esx-03', ...GEN8], { ...MIDWAY, after: 0 });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/INCOMPLETE: 127\.0\.0\.1:\d+ was lost after 0 of 1 host; 1 host was not read/);
  });
});

describe('the history', () => {
  test('beside a whole scan no host looks mended, vanished or new', async () => {
    const whole = await vcenter();
    const port = { port: whole.port };
    await runAt(whole, ['scan', ...GEN8, '--record']);
    await whole.close();
    const dying = await vcenter(port);
    dying.disturb(MIDWAY);
    await runAt(dying, ['scan', ...GEN8, '--record']);
    const env = { XDG_STATE_HOME: home(), HOME: home() };
    const diff = await runIn(['diff', '--format', 'lines'], { env });
    expect(diff.stdout).toMatch(new RegExp(`^remark The later scan is incomplete: ${LOST.source}`));
    expect(diff.stdout).not.toMatch(/^(?:fixed|vanished|appeared|broke) /m);
    const list = await runIn(['history'], { env });
    expect(list.stdout).toContain('(incomplete:');
    const trend = await runIn(['trend'], { env });
    expect(trend.stdout).toMatch(
      / 1 scan[, ][^]*Left out, because a target was unreachable or lost on the way: 1 scan/,
    );
  });
});

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { ALWAYS, type FaultBench, HOUR, type Law, walk, writesNothing } from './bench.ts';
import { type Cell, cellsOf, type Stage } from './cells.ts';

const READING: readonly Stage[] = [
  ['RetrieveServiceContent', 0],
  ['Login', 0],
  ['CreateContainerView', 0],
  ['RetrievePropertiesEx', 0],
  // In the middle of a page, and when the hosts themselves are read.
  ['ContinueRetrievePropertiesEx', 0],
  ['RetrievePropertiesEx', 1],
  ['RetrieveManagedMethodExecuter', 1],
  ['ExecuteSoap', 2],
  ['DestroyView', 0],
  ['Logout', 0],
];

interface Document {
  readonly targets: readonly { readonly error: unknown }[];
  readonly summary: { readonly findings: Readonly<Record<string, number>> };
  readonly findings: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly state: string | null;
    readonly reason: string | null;
  }[];
}

/** Rules that fail on every one of these hosts: a pass was not read off anything. */
const WRONG = new Set(['hpe/gen8-interrupt-remapping', 'vic/outbound-2377']);

const saysNoFalsePass: Law = (_, { exitCode, stdout }) => {
  if (exitCode === 0) return ['exit code 0'];
  if (stdout === '') return [];
  const { findings } = JSON.parse(stdout) as Document;
  const passed = findings
    .filter(({ rule }) => WRONG.has(rule))
    .filter(({ verdict, state }) => verdict === 'pass' || state === 'compliant');
  return passed.length === 0 ? [] : [`${passed.length} findings pass`];
};

/** These leave something to read, or strike where nothing is read any more. */
const HARMLESS_AT = new Set(['DestroyView', 'Logout']);
const HARMLESS_KINDS = new Set(['busy']);

/** Whoever may not go on with a list reads the rest of it by name. */
const isReadOtherwise = ({ trouble, method }: Cell): boolean =>
  trouble.kind === 'refused' && method === 'ContinueRetrievePropertiesEx';

/** What could not be read is said: by a finding that is unknown, by the target's error, or by the exit code. */
const marksWhatIsMissing: Law = (_, { exitCode, stdout, stderr }, cell) => {
  const { trouble, method, lasting } = cell;
  if (!lasting || isReadOtherwise(cell) || HARMLESS_AT.has(method) || HARMLESS_KINDS.has(trouble.kind)) return [];
  if (exitCode === 2) return /^[A-Z_]+: /m.test(stderr) ? [] : ['exit code 2 without a reason'];
  if (stdout === '') return [];
  const { targets, summary } = JSON.parse(stdout) as Document;
  const isMarked = (summary.findings['unknown'] ?? 0) > 0 || targets.some(({ error }) => error !== null);
  // A session that expires with each such call is renewed until that is refused, and what is asked in between is answered.
  return isMarked || trouble.kind === 'expire' ? [] : ['nothing is said to be missing'];
};

test('a scan, whatever happens at whichever stage', HOUR, async () => {
  const words = ['scan', '--rule', 'hpe/gen8-interrupt-remapping', '--rule', 'vic/outbound-2377', '--format', 'json'];
  const more = [writesNothing, saysNoFalsePass, marksWhatIsMissing];
  expect(await walk({ cells: cellsOf(READING), words, laws: [...ALWAYS, ...more] })).toEqual([]);
});

/** Of hosts that could not be read there is no step, and a line that says so. */
const plansOnlyWhatWasRead: Law = (bench, { exitCode }, { method, lasting, trouble }) => {
  if (exitCode === 2 || !lasting || method !== 'ExecuteSoap' || ['busy', 'expire'].includes(trouble.kind)) return [];
  const { steps, leftOut } = JSON.parse(readFileSync(join(bench.folder, 'plan.json'), 'utf8')) as Plan;
  return steps.length + leftOut.length >= 3 && leftOut.length > 0
    ? []
    : [`${steps.length} steps, ${leftOut.length} left out`];
};

test('a plan: what could not be read is not planned', HOUR, async () => {
  const words = ['plan', '--output', 'FOLDER/plan.json'];
  expect(
    await walk({ cells: cellsOf(READING), words, laws: [...ALWAYS, writesNothing, plansOnlyWhatWasRead] }),
  ).toEqual([]);
});

interface Plan {
  readonly steps: readonly unknown[];
  readonly leftOut: readonly unknown[];
}

/** Writes the config of the run. */
const configured = async ({ vcenter, folder }: FaultBench): Promise<void> => {
  const { host, port, certificate } = vcenter;
  const trust = `{ thumbprints: ['${certificate.sha256}'] }`;
  const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { file: secret }, timeout: 1, trust: ${trust} }`;
  const text = `packs: [hpe]\ntargets: [${target}]\nreports: [{ file: r.json }]\nhistory: { file: h.db }\n`;
  await writeFile(join(folder, 'run.yaml'), text, { mode: 0o600 });
};

/** What was kept says no false pass. */
const isSaid: Law = ({ folder }, { exitCode }, cell) => {
  if (exitCode === 0) return ['exit code 0'];
  return exitCode === 2
    ? []
    : saysNoFalsePass(
        {} as FaultBench,
        { exitCode, stdout: readFileSync(join(folder, 'r.json'), 'utf8'), stderr: '' },
        cell,
      );
};

test('a scheduled run: what could not be read is kept as that, and reports are written', HOUR, async () => {
  const stages: readonly Stage[] = [
    ['Login', 0],
    ['ContinueRetrievePropertiesEx', 0],
    ['ExecuteSoap', 1],
    ['Logout', 0],
  ];
  const words = ['run', '--config', 'FOLDER/run.yaml'];
  expect(
    await walk({ cells: cellsOf(stages), prepare: configured, words, laws: [...ALWAYS, writesNothing, isSaid] }),
  ).toEqual([]);
});

test('the matrix is not empty', () => {
  const cells: readonly Cell[] = cellsOf(READING);
  expect(new Set(cells.map(({ trouble }) => trouble.kind)).size).toBeGreaterThanOrEqual(11);
  expect(cells.length).toBeGreaterThan(200);
});

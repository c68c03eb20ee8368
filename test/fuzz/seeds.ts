import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { type JournalRecord, lineOf, nextRecord } from '../../src/apply/journal/format.ts';
import type { CallWitness } from '../../src/connect/traffic.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { planText } from '../../src/plan/plan-text.ts';
import { GOOD } from '../config/config-text.ts';
import { facts, gen8, optionsFor, scanOf as scanFrom, setting } from '../plan/estate.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { rendered } from '../reports/rendered.ts';
import { linesOf, SAMPLE } from '../snapshot/samples.ts';
import { rulesOf, scanOf, shippedRules } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

/** An answer of a server, and what it was an answer to. */
export interface SeedAnswer {
  readonly method: string;
  readonly body: Buffer;
}

/** Every kind of answer that a scan by all rules gets. */
export async function answersOfServer(): Promise<readonly SeedAnswer[]> {
  const answers: SeedAnswer[] = [];
  const witness: CallWitness = {
    wantsBodies: true,
    onCall: ({ method, bodies }) => {
      if (bodies !== null) answers.push({ method, body: bodies.response });
    },
  };
  await using vcenter = await simulatedVcenter(readFileSync('src/simulator/estates/demo.yaml', 'utf8'), {
    pageSize: 5,
  });
  await scanOf([{ ...connectionTo(vcenter, { timeoutMs: 500 }), witness }], { rules: await rulesOf(() => true) });
  return answers;
}

export function ruleFiles(): readonly Buffer[] {
  const packs = readdirSync('rules').filter((pack) => pack !== 'catalog' && pack !== 'frameworks');
  return packs.flatMap((pack) =>
    readdirSync(join('rules', pack))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(join('rules', pack, name))),
  );
}

export function configs(): readonly Buffer[] {
  const shown = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)];
  return [GOOD, ...shown.map(([, text = '']) => text)].map((text) => Buffer.from(text));
}

export async function plans(): Promise<readonly Buffer[]> {
  const rules = await shippedRules();
  const scan = scanFrom([facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') })], rules, new Map());
  return [Buffer.from(planText(planFor(scan, rules, optionsFor(scan, rules, {}))))];
}

export function journals(): readonly Buffer[] {
  const target = { url: 'https://vc/sdk', identity: 'vc' };
  const tool = { name: 'esxcheck', version: '0' };
  const action = { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' } as const;
  const step = { direction: 'apply', step: '1', host: 'vc/host-1' } as const;
  const entries = [
    { kind: 'opened', direction: 'apply', planHash: 'ab', target, tool, account: 'root', change: null },
    { kind: 'intent', ...step, hostName: 'esx-1', action, observed: { ...action, value: 'TRUE' }, bootTime: null },
    { kind: 'result', ...step, outcome: 'done', reason: null, detail: '', observed: action },
  ] as const;
  let last: JournalRecord | null = null;
  const lines: string[] = [];
  for (const entry of entries) {
    last = nextRecord(last, '2026-11-01T03:04:05.000Z', entry);
    lines.push(lineOf(last));
  }
  return [Buffer.from(lines.join(''))];
}

export function scans(): readonly Buffer[] {
  return [Buffer.from(rendered(SCAN_REPORTERS, 'json', fullScan()))];
}

export function snapshots(): readonly Buffer[] {
  return [Buffer.from(`${linesOf(SAMPLE).join('\n')}\n`)];
}

import type { Rule } from '../../src/model/rule.ts';
import type { Heard } from '../../src/simulator/lies/heard.ts';
import { lyingEstate } from './hosts.ts';
import { everyRule, scanAt, vcenterOf } from './scan-law.ts';

/** Which rules make a scan ask what: found out by scanning with each of them alone. */
export type Readers = (request: string) => readonly Rule[];

/** All that a scan with all rules asks, and truly hears. */
export async function requestsOfScan(): Promise<readonly Heard[]> {
  return [...(await heardBy(await everyRule())).values()];
}

export async function readersOfRequests(): Promise<Readers> {
  const asked: (readonly [Rule, readonly string[]])[] = [];
  for (const rule of await everyRule()) asked.push([rule, [...(await heardBy([rule])).keys()]]);
  return (request) => asked.filter(([, ids]) => ids.some((id) => isAskedBy(id, request))).map(([rule]) => rule);
}

async function heardBy(rules: readonly Rule[]): Promise<ReadonlyMap<string, Heard>> {
  await using vcenter = await vcenterOf(lyingEstate([]), { hears: true });
  await scanAt(vcenter, rules);
  return vcenter.heard;
}

/** Options of one prefix are asked for together where several rules want some. */
function isAskedBy(alone: string, request: string): boolean {
  return alone === request || (request.startsWith('option ') && request.endsWith('.') && alone.startsWith(request));
}

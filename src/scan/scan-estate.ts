import { type FactDemand, NO_DEMAND } from '../model/facts.ts';
import type { KernelListing, Scan } from '../model/scan.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { gather, type GatherRequest } from './gather.ts';
import { byName, judgeFacts, type Judging, scannedHost, type Tool } from './judge-facts.ts';
import { joinedLabels, labelsOfRules } from './rule-labels.ts';
import { demandOfJudging } from './target-defaults.ts';

export type ScanRequest = ReadRequest & Judging;

/** Reads what the rules need from all targets, judges every host by every rule, and returns all of it. */
export async function scanEstate(request: ScanRequest): Promise<Scan> {
  return judgeFacts(await readForJudging(request), request);
}

/** Reads what the rules need, without judging it. Throws what `gather` throws. */
export function readForJudging(request: ScanRequest): Promise<EstateFacts> {
  const labels = joinedLabels(labelsOfRules(request.rules), request.labels);
  return readEstate({ ...request, labels }, demandOfJudging(request));
}

export interface KernelRequest extends ReadRequest {
  readonly setting: string;
  readonly tool: Tool;
}

/** Reads one kernel setting on all hosts in scope, without judging it. */
export async function listKernelSetting(request: KernelRequest): Promise<KernelListing> {
  const { tool, setting } = request;
  const demand: FactDemand = { ...NO_DEMAND, kernelSettings: new Set([setting]) };
  const { startedAt, finishedAt, targets, facts } = await readEstate(request, demand);
  return { tool, startedAt, finishedAt, setting, targets, hosts: facts.map((host) => scannedHost(host, [])) };
}

export interface ReadRequest extends GatherRequest {
  readonly now: () => Date;
}

/** Reads the demanded facts of all targets, without judging them. Throws what `gather` throws. */
export async function readEstate(request: ReadRequest, demand: FactDemand): Promise<EstateFacts> {
  const startedAt = request.now().toISOString();
  const { targets, facts } = await gather(request, demand);
  return { startedAt, finishedAt: request.now().toISOString(), targets, facts: facts.toSorted(byName) };
}

import { type FactDemand, NO_DEMAND } from '../model/facts.ts';
import type { KernelListing, Scan } from '../model/scan.ts';
import { demandOf } from '../rules/demand.ts';
import { judgeFacts, type Judging, scannedHost, type Tool } from './judge-facts.ts';
import { readEstate, type ReadRequest } from './read-estate.ts';

export type ScanRequest = ReadRequest & Judging;

/** Reads what the rules need from all targets, judges every host by every rule, and returns all of it. */
export async function scanEstate(request: ScanRequest): Promise<Scan> {
  return judgeFacts(await readEstate(request, demandOf(request.rules)), request);
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

import type { Plan } from '../model/plan.ts';
import type { Scan } from '../model/scan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { parseScan } from '../saved/saved-scan.ts';
import { savedText } from './saved-text.ts';

export type PlanInput = { readonly kind: 'scan'; readonly scan: Scan } | { readonly kind: 'plan'; readonly plan: Plan };

/** What a file holds that was named with `--from`. Throws FILE_NOT_READ, SCAN_INVALID, PLAN_INVALID and PLAN_CHANGED. */
export async function readPlanInput(path: string): Promise<PlanInput> {
  const text = await savedText(path);
  const isPlan = /^\s*\{\s*"schema"\s*:\s*"esxcheck\.plan\//.test(text);
  return isPlan ? { kind: 'plan', plan: parsePlan(text) } : { kind: 'scan', scan: parseScan(text) };
}

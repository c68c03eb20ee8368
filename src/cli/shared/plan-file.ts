import { open } from 'node:fs/promises';
import { decodeText } from '../../files/text.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scan } from '../../model/scan.ts';
import { LONGEST_PLAN, parsePlan } from '../../plan/parse-plan.ts';
import { parseScan } from '../../saved/saved-scan.ts';
import { savedText } from './read-text.ts';

/** Reads a plan. Throws EsxcheckError: PLAN_NOT_READ, and what `parsePlan` throws for one that was edited. */
export async function readPlan(path: string): Promise<Plan> {
  return parsePlan(await textOf(path));
}

/** Throws PLAN_NOT_APPROVED unless the plan is the approved one. Its whole hash, in any case. */
export function requireApproved({ hash }: Plan, approved: string | undefined): void {
  if (approved === undefined) return;
  const digits = approved.trim().toLowerCase();
  if (hash === digits) return;
  throw new EsxcheckError('PLAN_NOT_APPROVED', 'This is not the plan that was approved. Nothing was written.', {
    details: [`approved ${digits.slice(0, 64)}`, `this one ${hash}`],
  });
}

async function textOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LONGEST_PLAN) throw new Error('it is too large');
      // Windows PowerShell ends the lines of what it writes down its own way; inside JSON no line can end.
      return decodeText(await file.readFile()).replaceAll('\r\n', '\n');
    } finally {
      await file.close();
    }
  } catch (error) {
    const { message } = error as Error;
    throw new EsxcheckError('PLAN_NOT_READ', `The plan ${JSON.stringify(path)} cannot be read: ${message}.`, {
      cause: error,
    });
  }
}

export type PlanInput = { readonly kind: 'scan'; readonly scan: Scan } | { readonly kind: 'plan'; readonly plan: Plan };

/** What a file holds that was named with `--from`. Throws FILE_NOT_READ, SCAN_INVALID, PLAN_INVALID and PLAN_CHANGED. */
export async function readPlanInput(path: string): Promise<PlanInput> {
  const text = await savedText(path);
  const isPlan = /^\s*\{\s*"schema"\s*:\s*"esxcheck\.plan\//.test(text);
  return isPlan ? { kind: 'plan', plan: parsePlan(text) } : { kind: 'scan', scan: parseScan(text) };
}

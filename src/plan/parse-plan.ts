import { EsxcheckError } from '../model/errors.ts';
import type { Action, Plan, PlanHost, Step } from '../model/plan.ts';
import { parseBoundedJson } from '../saved/bounded-json.ts';
import { describeIssue } from '../saved/describe-issue.ts';
import { unusableEntry } from './candidates.ts';
import { canonicalText } from './canonical.ts';
import { subjectOf } from './decision.ts';
import { PLAN_SCHEMA_NAME, planDocument } from './plan-schema.ts';
import { planText, sealed } from './plan-text.ts';

/** Characters; a plan for 2,500 hosts with several steps each takes about a tenth. */
export const LONGEST_PLAN = 128 * 1024 * 1024;

/**
 * Reads the text of a plan file. Throws EsxcheckError: PLAN_INVALID for what is no plan of this version, PLAN_CHANGED for
 * a plan that is not, to the last character, as it was written.
 */
export function parsePlan(text: string): Plan {
  if (text.length > LONGEST_PLAN) throw invalid('The plan is larger than any plan that esxcheck writes.');
  const value = jsonIn(text);
  requireVersion(value);
  const parsed = planDocument.safeParse(value);
  if (!parsed.success) throw invalid('The plan is not in the form that esxcheck writes.', describeIssue(parsed.error));
  const { schema: _schema, ...plan } = parsed.data;
  if (sealed(plan).hash !== plan.hash) throw changed('its content does not match its hash');
  if (planText(plan) !== text) throw changed('its layout is not as it was written');
  const nonsense = senseless(plan);
  if (nonsense !== null) throw invalid('The plan contradicts itself.', nonsense);
  return plan;
}

function jsonIn(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (error) {
    const cut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
    if (text.trim() === '') throw invalid('The plan is empty.');
    throw invalid(cut ? 'The plan breaks off: it is not whole.' : 'The plan is not JSON.', undefined, error);
  }
}

function requireVersion(value: unknown): void {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : null;
  if (schema === PLAN_SCHEMA_NAME) return;
  if (typeof schema === 'string' && /^esxcheck\.plan\/\d{1,9}$/.test(schema)) {
    throw invalid(`The plan is of the form ${schema}; this release reads ${PLAN_SCHEMA_NAME}.`);
  }
  if (typeof schema === 'string' && /^esxcheck\.[a-z]{1,20}\/\d{1,9}$/.test(schema)) {
    throw invalid(`The file is no plan: it holds ${schema}.`);
  }
  throw invalid('The file is no plan of esxcheck.');
}

const AGAIN = 'Make the plan again: esxcheck plan --target … --output plan.json';

function invalid(sentence: string, detail?: string, cause?: unknown): EsxcheckError {
  const details = detail === undefined ? [AGAIN] : [detail, AGAIN];
  return new EsxcheckError('PLAN_INVALID', sentence, { details, cause });
}

function changed(how: string): EsxcheckError {
  return new EsxcheckError('PLAN_CHANGED', `The plan was changed after it was written: ${how}.`, {
    details: ['A plan is applied as it was reviewed, or not at all.', AGAIN],
  });
}

/** Why a well-formed plan cannot be meant, such as one that undoes another thing than it does; null when all is well. */
function senseless(plan: Plan): string | null {
  if (new Set(plan.steps.map(({ id }) => id)).size < plan.steps.length) return 'Two steps have the same id.';
  const rules = new Set(plan.rules.map(({ id }) => id));
  const hosts = new Map<string, string>();
  for (const step of plan.steps) {
    const fault = faultIn(step) ?? (rules.has(step.why.rule) ? null : 'names a rule that the plan does not');
    if (fault !== null) return `Step ${step.id} ${fault}.`;
    if (!belongs(step.host, plan)) return `Step ${step.id} is for a host of another target.`;
    const seen = canonicalText(step.host);
    if ((hosts.get(step.host.id) ?? seen) !== seen) return `Step ${step.id} describes its host unlike an earlier step.`;
    hosts.set(step.host.id, seen);
  }
  return null;
}

function faultIn({ action, before, inverse, needsReboot, rebootOnly }: Step): string | null {
  if (subjectOf(action) !== subjectOf(before)) return 'compares another thing than it changes';
  const idle = rebootOnly === undefined || isReboot(action, before, needsReboot);
  if (!idle) return 'is a reboot alone, and changes something';
  const unusable = unusableIn(action) ?? unusableIn(before);
  if (unusable !== null) return `lets ${JSON.stringify(unusable)} through, which is no address and no network`;
  return canonicalText(inverse) === canonicalText(before) ? null : 'does not put back what was there before';
}

function isReboot(action: Action, before: Action, needsReboot: boolean): boolean {
  return action.kind === 'kernelSetting' && needsReboot && canonicalText(action) === canonicalText(before);
}

function unusableIn(action: Action): string | null {
  return action.kind === 'allowedHosts' ? unusableEntry(action.allowed) : null;
}

function belongs({ id, moid }: PlanHost, { target }: Plan): boolean {
  return id === `${target.identity}/${moid}`;
}

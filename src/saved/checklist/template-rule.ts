import {
  CHECKLIST_SEVERITIES,
  type ChecklistSeverity,
  type SeverityOverride,
  type TemplateRule,
} from '../../model/checklist.ts';
import type { ControlStatus } from '../../model/framework.ts';
import { templateInvalid } from './template-error.ts';

/** What a rule of a template must have, before it was looked at. */
type GivenRule = Omit<TemplateRule, 'severity' | 'status'> & {
  readonly severity: ChecklistSeverity | null;
  readonly status: ControlStatus | null;
};

const VULN = /^V-\d{1,12}$/;
const RULE = /^SV-\d{1,12}r\d{1,12}(?:_rule)?$/;

/** Throws TEMPLATE_INVALID for a rule without the numbers that say which text it is, or with a status that there is not. */
export function requireRule({ severity, status, ...rule }: GivenRule): TemplateRule {
  const named = JSON.stringify(rule.vulnId.slice(0, 40));
  if (!VULN.test(rule.vulnId)) throw templateInvalid(`The template has a rule without a V- number: ${named}.`);
  if (!RULE.test(rule.ruleId)) {
    const found = JSON.stringify(rule.ruleId.slice(0, 40));
    throw templateInvalid(`The rule ${rule.vulnId} of the template has no SV- number with its revision: ${found}.`);
  }
  if (status === null) throw templateInvalid(`The rule ${rule.vulnId} of the template has a status that there is not.`);
  if (severity === null) throw templateInvalid(`The rule ${rule.vulnId} of the template has no severity.`);
  return { ...rule, ruleId: rule.ruleId.replace(/_rule$/, ''), severity, status };
}

/** Null for what is none. */
export function severityFrom(text: string): ChecklistSeverity | null {
  return CHECKLIST_SEVERITIES.find((severity) => severity === text.trim().toLowerCase()) ?? null;
}

/** Null where nobody overrode it. */
export function overrideFrom(severity: string, reason: string): SeverityOverride | null {
  const known = severityFrom(severity);
  return known === null ? null : { severity: known, reason: plainText(reason) };
}

/** Ends of lines as they are here. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

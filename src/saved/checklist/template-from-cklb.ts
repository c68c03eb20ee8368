import { z } from 'zod';
import type { ChecklistTemplate, TemplateRule, TemplateStig } from '../../model/checklist.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { CONTROL_STATUSES } from '../../model/framework.ts';
import { parseBoundedJson } from '../bounded-json.ts';
import { describeIssue } from '../describe-issue.ts';
import { doubledKey } from '../doubled-key.ts';
import { templateInvalid } from './template-error.ts';
import { overrideFrom, plainText, requireRule, severityFrom } from './template-rule.ts';

/** A text that may be missing or null: other programs leave out what they do not know. */
const text = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .nullish()
  .transform((value) => plainText(value ?? ''));
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

const rule = z.object({
  group_id: text,
  rule_id: text,
  rule_version: text,
  severity: text,
  status: text,
  comments: text,
  finding_details: text,
  overrides: z
    .object({ severity: z.object({ severity: text, reason: text }).nullish() })
    .nullish()
    .catch(null),
  ccis: texts,
  legacy_ids: texts,
  group_title: text,
  rule_title: text,
  discussion: text,
  check_content: text,
  fix_text: text,
  weight: text,
  classification: text,
  documentable: text,
  false_positives: text,
  false_negatives: text,
  mitigations: text,
  mitigation_control: text,
  potential_impacts: text,
  third_party_tools: text,
  security_override_guidance: text,
  responsibility: text,
  ia_controls: text,
  reference_identifier: text,
  check_content_ref: z.object({ href: text, name: text }).nullish(),
});

const document = z.object({
  target_data: z.object({ host_name: text, fqdn: text, comments: text }).nullish(),
  stigs: z
    .array(
      z.object({
        stig_name: text,
        display_name: text,
        stig_id: text,
        release_info: text,
        version: text,
        reference_identifier: text,
        rules: z.array(rule).max(10_000),
      }),
    )
    .min(1)
    .max(100),
});

/** Throws TEMPLATE_INVALID. */
export function templateFromCklb(given: string): ChecklistTemplate {
  const parsed = document.safeParse(jsonIn(given));
  if (!parsed.success) {
    throw templateInvalid('The template is JSON and no checklist of STIG Viewer 3.', describeIssue(parsed.error));
  }
  const { target_data: target, stigs } = parsed.data;
  return {
    hostName: target?.host_name.trim() ?? '',
    fqdn: target?.fqdn.trim() ?? '',
    targetComments: target?.comments ?? '',
    stigs: stigs.map(stigFrom),
  };
}

function jsonIn(given: string): unknown {
  try {
    const value = parseBoundedJson(given);
    requireKeysOnce(given);
    return value;
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    const why = error instanceof RangeError ? 'is nested too deeply' : 'is not JSON, or it is not whole';
    throw templateInvalid(`The template ${why}.`, undefined, error);
  }
}

/** Which of the two would speak hangs on who reads it. */
function requireKeysOnce(given: string): void {
  const key = doubledKey(given);
  if (key !== null)
    throw templateInvalid(`The template has the key ${JSON.stringify(key.slice(0, 80))} twice in one place.`);
}

function stigFrom(stig: z.output<typeof document>['stigs'][number]): TemplateStig {
  return {
    stigId: stig.stig_id.trim(),
    texts: {
      title: stig.stig_name,
      displayName: stig.display_name,
      version: stig.version,
      releaseInfo: stig.release_info,
      referenceIdentifier: stig.reference_identifier,
      classification: '',
      description: '',
      filename: '',
      notice: '',
      source: '',
    },
    rules: stig.rules.map(ruleFrom),
  };
}

function ruleFrom(given: z.output<typeof rule>): TemplateRule {
  const override = given.overrides?.severity;
  return requireRule({
    vulnId: given.group_id.trim(),
    ruleId: given.rule_id.trim(),
    ruleVersion: given.rule_version.trim(),
    severity: severityFrom(given.severity),
    ccis: given.ccis,
    status: CONTROL_STATUSES.find((status) => status === given.status.trim()) ?? null,
    details: given.finding_details,
    comments: given.comments,
    override: override === null || override === undefined ? null : overrideFrom(override.severity, override.reason),
    texts: {
      groupTitle: given.group_title,
      ruleTitle: given.rule_title,
      discussion: given.discussion,
      checkContent: given.check_content,
      fixText: given.fix_text,
      weight: given.weight,
      classification: given.classification,
      documentable: given.documentable,
      falsePositives: given.false_positives,
      falseNegatives: given.false_negatives,
      mitigations: given.mitigations,
      mitigationControl: given.mitigation_control,
      potentialImpacts: given.potential_impacts,
      thirdPartyTools: given.third_party_tools,
      securityOverrideGuidance: given.security_override_guidance,
      responsibility: given.responsibility,
      iaControls: given.ia_controls,
      targetKey: given.reference_identifier,
      checkContentRef: given.check_content_ref ?? { href: '', name: '' },
      legacyIds: given.legacy_ids,
    },
  });
}

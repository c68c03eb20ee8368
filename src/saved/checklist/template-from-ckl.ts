import type { ChecklistTemplate, TemplateRule, TemplateStig } from '../../model/checklist.ts';
import type { EsxcheckError } from '../../model/errors.ts';
import type { ControlStatus } from '../../model/framework.ts';
import { type CklDocument, type CklVuln, readCkl } from './ckl.ts';
import { templateInvalid } from './template-error.ts';
import { overrideFrom, plainText, requireRule, severityFrom } from './template-rule.ts';

const STATUSES: ReadonlyMap<string, ControlStatus> = new Map([
  ['Open', 'open'],
  ['NotAFinding', 'not_a_finding'],
  ['Not_Applicable', 'not_applicable'],
  ['Not_Reviewed', 'not_reviewed'],
]);

/** Throws TEMPLATE_INVALID. */
export function templateFromCkl(text: string): ChecklistTemplate {
  const { asset, stigs } = readCkl(text);
  const of = (name: string): string => asset.get(name) ?? '';
  return {
    hostName: of('HOST_NAME').trim(),
    fqdn: of('HOST_FQDN').trim(),
    targetComments: of('TARGET_COMMENT'),
    stigs: stigs.map(stigFrom),
  };
}

function stigFrom({ info, vulns }: CklDocument['stigs'][number]): TemplateStig {
  const of = (name: string): string => info.get(name) ?? '';
  return {
    stigId: of('stigid').trim(),
    texts: {
      title: of('title'),
      displayName: of('title'),
      version: of('version'),
      releaseInfo: of('releaseinfo'),
      referenceIdentifier: vulns[0]?.attributes.get('TargetKey')?.[0] ?? '',
      classification: of('classification'),
      description: of('description'),
      filename: of('filename'),
      notice: of('notice'),
      source: of('source'),
    },
    rules: vulns.map(ruleFrom),
  };
}

/** What says which rule it is; CCI_REF and LEGACY_ID stand several times in real ones. */
const ONCE = ['Vuln_Num', 'Rule_ID', 'Rule_Ver', 'Severity'];

function doubled(name: string, vulnId: string): EsxcheckError {
  return templateInvalid(`The rule ${JSON.stringify(vulnId.slice(0, 40))} of the template has ${name} twice.`);
}

function ruleFrom({ attributes, said }: CklVuln): TemplateRule {
  const of = (name: string): string => plainText(attributes.get(name)?.[0] ?? '');
  const all = (name: string): readonly string[] =>
    (attributes.get(name) ?? []).map(plainText).filter((one) => one !== '');
  const wrote = (name: string): string => plainText(said.get(name) ?? '');
  for (const name of ONCE) if ((attributes.get(name) ?? []).length > 1) throw doubled(name, of('Vuln_Num'));
  const status = STATUSES.get(wrote('STATUS').trim());
  return requireRule({
    vulnId: of('Vuln_Num').trim(),
    ruleId: of('Rule_ID').trim(),
    ruleVersion: of('Rule_Ver').trim(),
    severity: severityFrom(of('Severity')),
    ccis: all('CCI_REF'),
    status: status ?? null,
    details: wrote('FINDING_DETAILS'),
    comments: wrote('COMMENTS'),
    override: overrideFrom(wrote('SEVERITY_OVERRIDE'), wrote('SEVERITY_JUSTIFICATION')),
    texts: {
      groupTitle: of('Group_Title'),
      ruleTitle: of('Rule_Title'),
      discussion: of('Vuln_Discuss'),
      checkContent: of('Check_Content'),
      fixText: of('Fix_Text'),
      weight: of('Weight'),
      classification: of('Class'),
      documentable: of('Documentable'),
      falsePositives: of('False_Positives'),
      falseNegatives: of('False_Negatives'),
      mitigations: of('Mitigations'),
      mitigationControl: of('Mitigation_Control'),
      potentialImpacts: of('Potential_Impact'),
      thirdPartyTools: of('Third_Party_Tools'),
      securityOverrideGuidance: of('Security_Override_Guidance'),
      responsibility: of('Responsibility'),
      iaControls: of('IA_Controls'),
      targetKey: of('TargetKey'),
      checkContentRef: { href: '', name: of('Check_Content_Ref') },
      legacyIds: all('LEGACY_ID'),
    },
  });
}

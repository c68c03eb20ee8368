import type { ChecklistTemplate, TemplateStig } from '../model/checklist.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Framework } from '../model/framework.ts';
import type { ScannedHost } from '../model/scan.ts';
import { sameRevision } from './apply-template.ts';
import { mayBeNamesake, templateOwner } from './template-owner.ts';

/** How a template suits a scan. */
export interface TemplateFit {
  /** The host whose checklist it is; null where it is one of nobody yet. */
  readonly owner: ScannedHost | null;
  /** What must be known of it, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Throws TEMPLATE_OTHER_STIG, TEMPLATE_OTHER_REVISION, TEMPLATE_OTHER_HOST and TEMPLATE_SEVERAL_HOSTS where nothing of it would
 * hold for this scan.
 */
export function fitTemplate(
  template: ChecklistTemplate,
  frameworks: readonly Framework[],
  hosts: readonly ScannedHost[],
): TemplateFit {
  const remarks = pairsOf(template, frameworks).flatMap(([stig, framework]) => revisionRemarks(stig, framework));
  const owner = templateOwner(template, hosts);
  return { owner, remarks: [...remarks, ...namesakeRemarks(template, owner)] };
}

function pairsOf({ stigs }: ChecklistTemplate, frameworks: readonly Framework[]) {
  const pairs = frameworks.flatMap((framework) => {
    const stig = stigs.find(({ stigId }) => stigId === framework.benchmark?.id);
    return stig === undefined ? [] : [[stig, framework] as const];
  });
  if (pairs.length > 0) return pairs;
  const given = stigs.map(({ stigId }) => JSON.stringify(stigId.slice(0, 80))).slice(0, 5);
  const wanted = frameworks.flatMap(({ benchmark }) => benchmark?.id ?? []);
  throw new EsxcheckError('TEMPLATE_OTHER_STIG', `The template is of another STIG: ${given.join(', ')}.`, {
    details: [`Give one of ${wanted.length === 0 ? 'a STIG of DISA' : wanted.join(' or ')}.`],
  });
}

function revisionRemarks({ stigId, rules }: TemplateStig, { name, version, controls }: Framework): readonly string[] {
  const known = new Map(controls.map((control) => [control.vulnId, control]));
  const [fitting, others] = [new Set<string>(), new Set<string>()];
  for (const rule of rules) {
    const control = known.get(rule.vulnId);
    (control !== undefined && sameRevision(control, rule) ? fitting : others).add(rule.vulnId);
  }
  if (fitting.size === 0) {
    throw new EsxcheckError(
      'TEMPLATE_OTHER_REVISION',
      `No rule of the template ${stigId} has the revision that ${name} ${version} judges.`,
      { details: ['Give a checklist of that version of the STIG.'] },
    );
  }
  return [
    ...(others.size === 0
      ? []
      : [
          `${countOf(others.size)} of the template ${stigId} not of the revision that ${name} ${version} judges: not reviewed`,
        ]),
    ...missingRemarks(rules.length, fitting.size, { name, total: controls.length }),
  ];
}

function countOf(count: number): string {
  return count === 1 ? '1 rule is' : `${count} rules are`;
}

function missingRemarks(
  given: number,
  fitting: number,
  { name, total }: { readonly name: string; readonly total: number },
): readonly string[] {
  const missing = total - fitting;
  return given < total && missing > 0
    ? [`the template has ${given} rules and ${name} has ${total}: those that it lacks are added without its words`]
    : [];
}

function namesakeRemarks(template: ChecklistTemplate, owner: ScannedHost | null): readonly string[] {
  if (owner === null || !mayBeNamesake(template, owner)) return [];
  return [
    'the template is of a host with a UUID, and the host of that name told none: of it only what a person opened counts',
  ];
}

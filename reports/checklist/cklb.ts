import type { Checklist, ChecklistItem, ChecklistPart, HostReporter } from '../../src/model/checklist.ts';
import { assetOf, checklistJson, checklistUuid, checkOf, headingOf, ruleIdOf, titleOf } from './identity.ts';

/** STIG Viewer 3. Keys and their order are those of the files that it writes itself. */
export const cklb: HostReporter = {
  name: 'cklb',
  description: 'For STIG Viewer 3: a checklist a host.',
  extensions: ['.cklb'],
  needsBenchmark: true,
  *render(checklist) {
    const { name } = assetOf(checklist);
    yield checklistJson({
      title: name,
      id: checklistUuid(checklist, 'checklist'),
      stigs: checklist.parts.map((part) => stigOf(part, checklist)),
      active: true,
      mode: 2,
      has_path: false,
      target_data: targetOf(checklist),
      cklb_version: '1.0',
    });
  },
};

function targetOf(checklist: Checklist) {
  const { name, fqdn, address, comments } = assetOf(checklist);
  return {
    target_type: 'Computing',
    host_name: name,
    ip_address: address,
    mac_address: '',
    fqdn,
    comments,
    role: 'None',
    is_web_database: false,
    technology_area: '',
    web_db_site: '',
    web_db_instance: '',
    classification: null,
  };
}

function stigOf(part: ChecklistPart, checklist: Checklist) {
  const heading = headingOf(part);
  const uuid = checklistUuid(checklist, heading.stigId);
  return {
    stig_name: heading.title,
    display_name: heading.displayName,
    stig_id: heading.stigId,
    release_info: heading.releaseInfo,
    version: heading.version,
    uuid,
    reference_identifier: heading.referenceIdentifier,
    size: part.items.length,
    rules: part.items.map((item) =>
      ruleOf(item, { uuid: checklistUuid(checklist, heading.stigId, ruleIdOf(item)), stig: uuid, part }),
    ),
  };
}

interface RuleContext {
  readonly uuid: string;
  readonly stig: string;
  readonly part: ChecklistPart;
}

function ruleOf(item: ChecklistItem, { uuid, stig, part }: RuleContext) {
  const { status, comments, details } = item;
  return {
    ...benchmarkOf(item, part),
    uuid,
    stig_uuid: stig,
    status,
    overrides: item.override === null ? {} : { severity: item.override },
    comments,
    finding_details: details,
    srg_id: item.texts?.groupTitle ?? '',
  };
}

/** What the benchmark says of a rule; without a template its numbers, a title in our words, and nothing else. */
function benchmarkOf(item: ChecklistItem, part: ChecklistPart) {
  const { control, texts } = item;
  const [group, title] = [control.vulnId ?? control.id, texts?.groupTitle ?? ''];
  return {
    group_id_src: group,
    group_tree: [{ id: group, title, description: '<GroupDescription></GroupDescription>' }],
    group_id: group,
    severity: item.severity,
    group_title: title,
    rule_id_src: `${ruleIdOf(item)}_rule`,
    rule_id: ruleIdOf(item),
    rule_version: control.id,
    rule_title: titleOf(item),
    fix_text: texts?.fixText ?? '',
    weight: texts?.weight ?? '10.0',
    check_content: checkOf(item),
    check_content_ref: texts?.checkContentRef ?? { href: '', name: 'M' },
    classification: texts?.classification ?? 'Unclassified',
    discussion: texts?.discussion ?? '',
    false_positives: texts?.falsePositives ?? '',
    false_negatives: texts?.falseNegatives ?? '',
    documentable: texts?.documentable ?? 'false',
    security_override_guidance: texts?.securityOverrideGuidance ?? '',
    potential_impacts: texts?.potentialImpacts ?? '',
    third_party_tools: texts?.thirdPartyTools ?? '',
    ia_controls: texts?.iaControls ?? '',
    responsibility: texts?.responsibility ?? '',
    mitigations: texts?.mitigations ?? '',
    mitigation_control: texts?.mitigationControl ?? '',
    legacy_ids: texts?.legacyIds ?? [],
    ccis: control.cci,
    reference_identifier: texts?.targetKey ?? part.texts?.referenceIdentifier ?? '',
  };
}

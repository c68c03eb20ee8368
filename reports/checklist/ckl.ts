import type { Checklist, ChecklistItem, ChecklistPart, HostReporter } from '../../src/model/checklist.ts';
import type { ControlStatus } from '../../src/model/framework.ts';
import { xmlLines } from '../text/markup.ts';
import { assetOf, checklistUuid, checkOf, headingOf, ruleIdOf, titleOf } from './identity.ts';

/** STIG Viewer 2: XML by the schema of its checklists, version 2.5, in which the order of elements matters. */
export const ckl: HostReporter = {
  name: 'ckl',
  description: 'For STIG Viewer 2: a checklist a host.',
  extensions: ['.ckl'],
  needsBenchmark: true,
  *render(checklist) {
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<CHECKLIST>\n';
    yield `${element('ASSET', assetText(checklist))}\n<STIGS>\n`;
    for (const part of checklist.parts) yield* stigText(part, checklist);
    yield '</STIGS>\n</CHECKLIST>\n';
  },
};

function assetText(checklist: Checklist): string {
  const { name, fqdn, address, comments } = assetOf(checklist);
  return [
    element('ROLE', 'None'),
    element('ASSET_TYPE', 'Computing'),
    element('HOST_NAME', xmlLines(name)),
    element('HOST_IP', address),
    element('HOST_MAC', ''),
    element('HOST_FQDN', fqdn),
    element('TARGET_COMMENT', xmlLines(comments)),
    element('TECH_AREA', ''),
    element('TARGET_KEY', ''),
    element('WEB_OR_DATABASE', 'false'),
    element('WEB_DB_SITE', ''),
    element('WEB_DB_INSTANCE', ''),
  ].join('');
}

function* stigText(part: ChecklistPart, checklist: Checklist): Iterable<string> {
  const heading = headingOf(part);
  const uuid = checklistUuid(checklist, heading.stigId);
  yield `<iSTIG>\n${element('STIG_INFO', infoText(heading, uuid))}\n`;
  const reference = `${heading.title} :: Version ${heading.version}, ${heading.releaseInfo}`;
  for (const item of part.items) yield `${vulnText(item, reference, uuid)}\n`;
  yield '</iSTIG>\n';
}

function infoText(heading: ReturnType<typeof headingOf>, uuid: string): string {
  const rows: readonly (readonly [string, string])[] = [
    ['version', heading.version],
    ['classification', heading.classification],
    ['customname', ''],
    ['stigid', heading.stigId],
    ['description', heading.description],
    ['filename', heading.filename],
    ['releaseinfo', heading.releaseInfo],
    ['title', heading.title],
    ['uuid', uuid],
    ['notice', heading.notice],
    ['source', heading.source],
  ];
  return rows
    .map(([name, data]) => {
      const value = data === '' ? '' : element('SID_DATA', xmlLines(data));
      return element('SI_DATA', element('SID_NAME', name) + value);
    })
    .join('');
}

const STATUSES: Readonly<Record<ControlStatus, string>> = {
  open: 'Open',
  not_reviewed: 'Not_Reviewed',
  not_applicable: 'Not_Applicable',
  not_a_finding: 'NotAFinding',
};

function vulnText(item: ChecklistItem, reference: string, uuid: string): string {
  const rows = attributesOf(item, reference, uuid).map(([name, data]) =>
    element('STIG_DATA', element('VULN_ATTRIBUTE', name) + element('ATTRIBUTE_DATA', xmlLines(data))),
  );
  const said = [
    element('STATUS', STATUSES[item.status]),
    element('FINDING_DETAILS', xmlLines(item.details)),
    element('COMMENTS', xmlLines(item.comments)),
    element('SEVERITY_OVERRIDE', item.override?.severity ?? ''),
    element('SEVERITY_JUSTIFICATION', xmlLines(item.override?.reason ?? '')),
  ];
  return element('VULN', [...rows, ...said].join(''));
}

function attributesOf(item: ChecklistItem, reference: string, uuid: string): readonly (readonly [string, string])[] {
  const { control, texts } = item;
  return [
    ['Vuln_Num', control.vulnId ?? control.id],
    ['Severity', item.severity],
    ['Group_Title', texts?.groupTitle ?? ''],
    ['Rule_ID', `${ruleIdOf(item)}_rule`],
    ['Rule_Ver', control.id],
    ['Rule_Title', titleOf(item)],
    ['Vuln_Discuss', texts?.discussion ?? ''],
    ['IA_Controls', texts?.iaControls ?? ''],
    ['Check_Content', checkOf(item)],
    ['Fix_Text', texts?.fixText ?? ''],
    ['False_Positives', texts?.falsePositives ?? ''],
    ['False_Negatives', texts?.falseNegatives ?? ''],
    ['Documentable', texts?.documentable ?? 'false'],
    ['Mitigations', texts?.mitigations ?? ''],
    ['Potential_Impact', texts?.potentialImpacts ?? ''],
    ['Third_Party_Tools', texts?.thirdPartyTools ?? ''],
    ['Mitigation_Control', texts?.mitigationControl ?? ''],
    ['Responsibility', texts?.responsibility ?? ''],
    ['Security_Override_Guidance', texts?.securityOverrideGuidance ?? ''],
    ['Check_Content_Ref', texts?.checkContentRef.name ?? 'M'],
    ['Weight', texts?.weight ?? '10.0'],
    ['Class', texts?.classification ?? 'Unclass'],
    ['STIGRef', reference],
    ['TargetKey', texts?.targetKey ?? ''],
    ['STIG_UUID', uuid],
    ...(texts?.legacyIds ?? []).map((id) => ['LEGACY_ID', id] as const),
    ...control.cci.map((cci) => ['CCI_REF', cci] as const),
  ];
}

/** `content` is XML already. */
function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

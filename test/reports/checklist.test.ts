import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOST_REPORTERS } from '../../reports/checklist.ts';
import { checklistMaker } from '../../src/evidence/checklists.ts';
import type { Checklist } from '../../src/model/checklist.ts';
import type { Scan } from '../../src/model/scan.ts';
import { finding, findingsOf, host8, READINESS_9, scanOf, STIG_8, waivedFinding } from '../evidence/fixture.ts';
import { renderedChecklist, statusesIn, vulnsIn } from '../evidence/read-checklists.ts';
import { runs } from '../support/sample.ts';
import { hostileText } from './hostile.ts';
import { elementsOf } from './read-formats.ts';

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/u;
const FORMATS = HOST_REPORTERS.map(({ name }) => name);
const MARKUP = ']]><script>&amp;"\'\u0000\u001b[31m\u202e\ud800\uffff\r\n passed :: TEST x';

function checklistOf(scan: Scan): Checklist {
  const [host] = scan.hosts;
  const made = host === undefined ? null : checklistMaker(scan, scan.frameworks ?? [])(host);
  if (made === null) throw new Error('no checklist');
  return made;
}

/** A scan in which everything that a host or a server tells is hostile. */
function hostileScan(hostile: string): Scan {
  const host = host8({ name: `esx${hostile}`, uuid: hostile, serial: hostile, version: '8.0.3', build: hostile });
  const cause = { code: 'fault' as const, detail: hostile };
  const findings = [
    finding(host, 'hardening/rule-1', 'fail', {
      observed: { [hostile]: hostile, __proto__: hostile },
      message: hostile,
    }),
    finding(host, 'hardening/rule-2', 'unknown', { cause, message: hostile }),
    { ...waivedFinding(host, 'hardening/rule-3'), message: `Waived by A. Owner until 2027-03-31: ${hostile}` },
  ];
  const scan = scanOf({ hosts: [host], findings });
  return { ...scan, targets: scan.targets.map((target) => ({ ...target, product: hostile, account: hostile })) };
}

describe.each(FORMATS)('%s', (format) => {
  const render = (scan: Scan): string => renderedChecklist(format, checklistOf(scan));

  test('whatever a host tells, nothing harmful comes out, the form stays and so do the statuses', () => {
    const plain = statusesIn(format, render(hostileScan('x')));
    fc.assert(
      fc.property(hostileText(), (hostile) => {
        const text = render(hostileScan(hostile));
        expect(text.replaceAll('\n', '')).not.toMatch(HARMFUL);
        expect(text.endsWith('\n')).toBe(true);
        expect(statusesIn(format, text)).toEqual(plain);
        if (format === 'ckl') expect(elementsOf(text)).toEqual(elementsOf(render(hostileScan('x'))));
      }),
      { numRuns: runs(60), examples: [[MARKUP], ['y'.repeat(100_000)]] },
    );
  });

  test('the same scan gives the same bytes, and another host or scan other ones', () => {
    const scan = hostileScan('x');
    expect(render(scan)).toBe(render(structuredClone(scan)));
    expect(render(scan)).not.toBe(render({ ...scan, startedAt: '2026-11-24T06:00:00.000Z' }));
  });
});

const SCAN = scanOf({ hosts: [host8({ name: 'esx-01.lab.example' })], findings: [] });
const KEYS = {
  file: 'title,id,stigs,active,mode,has_path,target_data,cklb_version',
  target:
    'target_type,host_name,ip_address,mac_address,fqdn,comments,role,is_web_database,technology_area,web_db_site,web_db_instance,classification',
  stig: 'stig_name,display_name,stig_id,release_info,version,uuid,reference_identifier,size,rules',
  rule: 'group_id_src,group_tree,group_id,severity,group_title,rule_id_src,rule_id,rule_version,rule_title,fix_text,weight,check_content,check_content_ref,classification,discussion,false_positives,false_negatives,documentable,security_override_guidance,potential_impacts,third_party_tools,ia_controls,responsibility,mitigations,mitigation_control,legacy_ids,ccis,reference_identifier,uuid,stig_uuid,status,overrides,comments,finding_details,srg_id',
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** No program but STIG Viewer itself is known to read the format: these are the keys and types of its own files. */
test('cklb has the keys, the order and the types of STIG Viewer 3', () => {
  const document = JSON.parse(renderedChecklist('cklb', checklistOf(SCAN))) as Record<string, unknown>;
  const [stig = {}] = document['stigs'] as Record<string, unknown>[];
  const rules = stig['rules'] as Record<string, unknown>[];
  const target = document['target_data'] as Record<string, unknown>;
  const [rule = {}] = rules;
  expect(Object.keys(document).join(',')).toBe(KEYS.file);
  expect(Object.keys(target).join(',')).toBe(KEYS.target);
  expect(Object.keys(stig).join(',')).toBe(KEYS.stig);
  for (const each of rules) expect(Object.keys(each).join(',')).toBe(KEYS.rule);
  expect(document).toMatchObject({
    cklb_version: '1.0',
    mode: 2,
    active: true,
    has_path: false,
    id: expect.stringMatching(UUID),
  });
  expect(target).toMatchObject({
    target_type: 'Computing',
    host_name: 'esx-01.lab.example',
    fqdn: 'esx-01.lab.example',
    role: 'None',
    is_web_database: false,
  });
  expect(stig).toMatchObject({
    stig_id: 'VMW_vSphere_8-0_ESXi_STIG',
    version: '2',
    release_info: 'Release: 3',
    size: 5,
    uuid: expect.stringMatching(UUID),
  });
  expect(rule).toMatchObject({
    group_id: 'V-258721',
    rule_id: 'SV-258721r958381',
    rule_id_src: 'SV-258721r958381_rule',
    rule_version: 'ESXI-80-000001',
    severity: 'high',
    ccis: ['CCI-000041'],
    legacy_ids: [],
    overrides: {},
    documentable: 'false',
    check_content_ref: { href: expect.any(String) as string, name: expect.any(String) as string },
    stig_uuid: stig['uuid'],
  });
  expect(rule['group_tree']).toHaveLength(1);
  expect(new Set(rules.map(({ uuid }) => uuid)).size).toBe(5);
});

test('ckl has the elements in the order of its schema', () => {
  const text = renderedChecklist('ckl', checklistOf(SCAN));
  const asset =
    'ROLE ASSET_TYPE HOST_NAME HOST_IP HOST_MAC HOST_FQDN TARGET_COMMENT TECH_AREA TARGET_KEY WEB_OR_DATABASE WEB_DB_SITE WEB_DB_INSTANCE';
  expect(elementsOf(text).slice(0, 15)).toEqual(['CHECKLIST', 'ASSET', ...asset.split(' '), 'STIGS']);
  expect(vulnsIn(text)[0]?.get('Rule_ID')).toBe('SV-258721r958381_rule');
});

test('hdf: one result a control, an impact by severity, none where it does not apply, and waivers that skip nothing', () => {
  const [host] = SCAN.hosts;
  if (host === undefined) throw new Error('no host');
  const findings = [waivedFinding(host, 'hardening/rule-1'), ...findingsOf(host, 'not-applicable').slice(1, 3)];
  const text = renderedChecklist('hdf', checklistOf({ ...SCAN, findings }));
  const { profiles } = JSON.parse(text) as { profiles: { controls: Record<string, unknown>[] }[] };
  const [one, two, three] = profiles[0]?.controls ?? [];
  expect(one).toMatchObject({
    id: 'V-258721',
    impact: 0.7,
    tags: {
      gid: 'V-258721',
      rid: 'SV-258721r958381',
      stig_id: 'ESXI-80-000001',
      cci: ['CCI-000041'],
      nist: ['AC-7 a'],
      severity: 'high',
    },
    results: [{ status: 'failed', start_time: '2026-11-23T06:00:00.000Z' }],
    waiver_data: { expiration_date: '2027-03-31', run: true, skipped_due_to_waiver: false },
  });
  expect(two).toMatchObject({ impact: 0, results: [{ status: 'skipped' }] });
  expect(three).toMatchObject({ impact: 0.5, results: [{ status: 'skipped' }] });
  expect(three).not.toHaveProperty('waiver_data');
});

test('hdf takes a guide that is no STIG: its own ids, and no number of DISA', () => {
  const host = host8({ name: 'esx-09', version: '9.0.1' });
  const scan = scanOf({
    hosts: [host],
    findings: findingsOf(host, 'pass', READINESS_9),
    frameworks: [READINESS_9, STIG_8],
  });
  const text = renderedChecklist('hdf', checklistOf(scan));
  expect(text).not.toMatch(/"(?:V|SV)-\d/);
  expect(JSON.parse(text)).toMatchObject({
    profiles: [
      {
        name: 'readiness-esx-9',
        summary: 'It is no STIG of DISA.',
        controls: [{ id: 'VCFE-9X-000001' }, {}, {}, {}, {}],
      },
    ],
  });
});

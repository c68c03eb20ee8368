import { expect, test } from 'vitest';
import { withTemplate } from '../../src/evidence/apply-template.ts';
import { checklistMaker } from '../../src/evidence/checklists.ts';
import { fitTemplate } from '../../src/evidence/fit-template.ts';
import type { Checklist, ChecklistTemplate } from '../../src/model/checklist.ts';
import { CONTROL_STATUSES, type ControlStatus } from '../../src/model/framework.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { parseTemplate } from '../../src/saved/checklist/parse-template.ts';
import { findingsOf, host8, scanOf, STIG_8 } from './fixture.ts';
import { renderedChecklist } from './read-checklists.ts';

const HOST = host8({ name: 'esx-01.lab.example', uuid: 'b1f0-01' });
const WITHOUT = { ...HOST, uuid: null };

function checklistOf(host: ScannedHost): Checklist {
  const made = checklistMaker(scanOf({ hosts: [host], findings: findingsOf(host, 'pass') }), [STIG_8])(host);
  if (made === null) throw new Error('no checklist');
  return made;
}

/** A template of a host, in which a person gave every control that status. */
function templateOf(host: ScannedHost, status: ControlStatus, parts: Partial<ChecklistTemplate> = {}) {
  const checklist = checklistOf(host);
  const override = { severity: 'low' as const, reason: 'a lab' };
  const items = checklist.parts[0]?.items.map((item) => ({ ...item, status, details: 'mine', override })) ?? [];
  const given = { ...checklist, parts: checklist.parts.map((part) => ({ ...part, items })) };
  return { ...parseTemplate(renderedChecklist('cklb', given)), ...parts };
}

function fitted(parts: Partial<ChecklistTemplate>, hosts: readonly ScannedHost[]): unknown {
  try {
    return fitTemplate(templateOf(HOST, 'open', parts), [STIG_8], hosts).owner;
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

test.each(CONTROL_STATUSES)(
  'of a host that told no UUID only what was opened is kept of one with a UUID: %s',
  (status) => {
    const template = templateOf(HOST, status);
    const { owner, remarks } = fitTemplate(template, [STIG_8], [WITHOUT]);
    expect(owner).toBe(WITHOUT);
    expect(remarks).toEqual([expect.stringContaining('told none: of it only what a person opened counts')]);
    const fresh = checklistOf(WITHOUT);
    const once = withTemplate(fresh, template, true);
    const twice = withTemplate(fresh, parseTemplate(renderedChecklist('ckl', once)), true);
    const wanted = fresh.parts[0]?.items.map((item) => (status === 'open' ? 'open' : item.status));
    for (const { parts } of [once, twice]) expect(parts[0]?.items.map((item) => item.status)).toEqual(wanted);
    expect(once.parts[0]?.items.every(({ override }) => override === null)).toBe(true);
  },
);

test('the UUID tells hosts of one name apart, whatever a person wrote before it', () => {
  const namesake = { ...HOST, id: 'b', uuid: 'c2' };
  const silent = { ...WITHOUT, id: 'c' };
  expect(fitted({}, [namesake, silent, HOST])).toBe(HOST);
  expect(fitted({}, [namesake])).toBe('TEMPLATE_OTHER_HOST');
  const { targetComments } = templateOf(HOST, 'open');
  expect(fitted({ targetComments: `Rack 4. ${targetComments}` }, [namesake])).toBe('TEMPLATE_OTHER_HOST');
  const shouted = targetComments.replace('b1f0-01', 'B1F0-01');
  expect(shouted).not.toBe(targetComments);
  expect(fitted({ targetComments: shouted }, [HOST])).toBe(HOST);
  const { targetComments: untold } = templateOf(WITHOUT, 'open');
  expect(fitted({ targetComments: untold }, [HOST])).toBe(HOST);
});

test.each([
  ['esx-01', 'esx-01.lab.example', true],
  ['ESX-01', 'esx-01.LAB.example', true],
  ['esx-01.lab.example', 'esx-01.lab.example', true],
  ['192.0.2.7', 'esx-01.lab.example', true],
  ['', 'esx-01.lab.example', true],
  ['esx-02', 'esx-01.lab.example', false],
  ['esx-01.lab.example', 'esx-02.lab.example', false],
  ['esx-01.lab.example', 'esx-01.other.example', false],
  ['esx-0', 'esx-01.lab.example', false],
])('a template of %j with the FQDN %j is of one host: %s', (hostName, fqdn, isOne) => {
  expect(fitted({ hostName, fqdn }, [HOST])).toBe(isOne ? HOST : 'TEMPLATE_SEVERAL_HOSTS');
});

test.each(['esx-01', '192.0.2.7'])('%j and a whole name are two where the scan has a host of each', (hostName) => {
  const other = host8({ name: hostName, id: 'b', uuid: 'c2' });
  expect(fitted({ hostName, fqdn: HOST.name }, [HOST, other])).toBe('TEMPLATE_SEVERAL_HOSTS');
});

import { describe, expect, test } from 'vitest';
import { withTemplate } from '../../src/evidence/apply-template.ts';
import { checklistMaker } from '../../src/evidence/checklists.ts';
import { fitTemplate } from '../../src/evidence/fit-template.ts';
import type { Checklist } from '../../src/model/checklist.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { Verdict } from '../../src/model/finding.ts';
import { CONTROL_STATUSES, type ControlStatus } from '../../src/model/framework.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { parseTemplate } from '../../src/saved/checklist/parse-template.ts';
import { CONTROLS, findingsOf, host8, scanOf, STIG_7, STIG_8 } from './fixture.ts';
import { renderedChecklist } from './read-checklists.ts';

const HOST = host8({ name: 'esx-01.lab.example' });
const FORMATS = ['cklb', 'ckl'] as const;
type Format = (typeof FORMATS)[number];

function checklistOf(verdict: Verdict, host = HOST): Checklist {
  const made = checklistMaker(scanOf({ hosts: [host], findings: findingsOf(host, verdict) }), [STIG_8])(host);
  if (made === null) throw new Error('no checklist');
  return made;
}

/** A checklist of ours with the first rule as a person left it. */
function byPerson(format: Format, wrote: { status?: ControlStatus; comments?: string; details?: string }): string {
  const checklist = checklistOf('unknown');
  const [part] = checklist.parts;
  if (part === undefined) throw new Error('no part');
  const items = part.items.map((item, index) => {
    if (index > 0) return item;
    const { status = item.status, comments = '', details = 'I looked at it.' } = wrote;
    return { ...item, status, comments, details, override: { severity: 'low' as const, reason: 'a lab' } };
  });
  return renderedChecklist(format, { ...checklist, parts: [{ ...part, items }] });
}

function merged(text: string, ours: Verdict) {
  const template = parseTemplate(text);
  const checklist = checklistOf(ours);
  const { owner } = fitTemplate(template, [STIG_8], [HOST]);
  const item = withTemplate(checklist, template, owner === HOST).parts[0]?.items[0];
  if (item === undefined) throw new Error('no item');
  return item;
}

describe.each(FORMATS)('a template of %s', (format) => {
  test.each([
    ['pass', 'open', 'open'],
    ['pass', 'not_reviewed', 'not_a_finding'],
    ['pass', 'not_applicable', 'not_applicable'],
    ['fail', 'not_a_finding', 'open'],
    ['fail', 'not_applicable', 'open'],
    ['fail', 'open', 'open'],
    ['unknown', 'not_a_finding', 'not_reviewed'],
    ['warn', 'not_a_finding', 'not_a_finding'],
    ['unknown', 'open', 'open'],
    ['unknown', 'not_reviewed', 'not_reviewed'],
  ] as const)('read as %s and left by a person as %s is %s', (ours, theirs, status) => {
    const item = merged(byPerson(format, { status: theirs, comments: 'See ticket 7.\nSigned.' }), ours);
    expect(item.status).toBe(status);
    expect(item.comments).toBe('See ticket 7.\nSigned.');
    expect(item.override).toEqual({ severity: 'low', reason: 'a lab' });
    expect(item.details).toContain('Written by a person:\nI looked at it.');
    if (theirs !== 'not_reviewed') expect(item.details).toContain(`A person had said: ${theirs}`);
  });

  test.each(CONTROL_STATUSES)('a status %s that we gave ourselves is none of a person', (status) => {
    const text = byPerson(format, { status, details: `Judged by esxcheck as ${status}\nWhy: once` });
    expect(merged(text, 'unknown').status).toBe('not_reviewed');
    expect(merged(text, 'pass').status).toBe('not_a_finding');
  });

  test('our own checklist of yesterday changes nothing of today, however often it is the template', () => {
    const fresh = checklistOf('pass');
    const yesterday = parseTemplate(renderedChecklist(format, checklistOf('fail')));
    const once = withTemplate(fresh, yesterday, true);
    expect(once.parts[0]?.items.map(({ status }) => status)).toEqual(fresh.parts[0]?.items.map(({ status }) => status));
    const twice = withTemplate(fresh, parseTemplate(renderedChecklist(format, once)), true);
    expect(renderedChecklist(format, twice)).toBe(renderedChecklist(format, once));
  });

  test('what a person wrote stays, and stays the same, over rounds', () => {
    const text = byPerson(format, { status: 'open', comments: String.raw`C:\users <b>&amp;`, details: 'mine\n\ntoo' });
    const round = (from: string) =>
      renderedChecklist(format, withTemplate(checklistOf('pass'), parseTemplate(from), true));
    const first = round(text);
    expect(round(first)).toBe(first);
    expect(merged(first, 'pass')).toMatchObject({ status: 'open', comments: String.raw`C:\users <b>&amp;` });
  });

  test('the words of the benchmark come from it, for every host', () => {
    const checklist = checklistOf('pass');
    const [part] = checklist.parts;
    if (part === undefined) throw new Error('no part');
    const template = parseTemplate(
      byPerson(format, { status: 'open' }).replaceAll('wanted state 1', 'Words of a publisher'),
    );
    const other = host8({ name: 'esx-02', moid: 'host-2' });
    const item = withTemplate(checklistOf('pass', other), template, false).parts[0]?.items[0];
    expect(item).toMatchObject({ status: 'not_a_finding', comments: '', override: null });
    expect(item?.texts?.ruleTitle).toBe('Words of a publisher');
  });

  test('a rule of another revision is not reviewed, whatever was read or written', () => {
    const text = byPerson(format, { status: 'not_a_finding', comments: 'mine' }).replaceAll('r958381', 'r999999');
    for (const verdict of ['pass', 'fail'] as const) {
      const item = merged(text, verdict);
      expect(item).toMatchObject({ status: 'not_reviewed', comments: '' });
      expect(item.control.ruleId).toBe('SV-258721r999999_rule');
      expect(item.details).toContain('The template has the revision SV-258721r999999');
    }
    expect(fitTemplate(parseTemplate(text), [STIG_8], [HOST]).remarks[0]).toMatch(
      /^1 rule is of the template .* not of the revision/,
    );
  });

  test('a rule that it lacks is added, and one that we do not know is kept as the person left it', () => {
    const text = byPerson(format, { status: 'open' })
      .replaceAll('V-258721', 'V-999')
      .replaceAll('ESXI-80-000001', 'ESXI-80-999999');
    const template = parseTemplate(text);
    const items = withTemplate(checklistOf('pass'), template, true).parts[0]?.items ?? [];
    expect(items.map(({ control }) => control.vulnId)).toEqual([
      'V-999',
      ...CONTROLS.slice(1).map(({ vulnId }) => vulnId),
      'V-258721',
    ]);
    expect(items[0]).toMatchObject({ status: 'open' });
    expect(items.at(-1)).toMatchObject({ status: 'not_a_finding' });
  });
});

function fitted(format: Format, change: (text: string) => string, hosts: readonly ScannedHost[] = [HOST]): unknown {
  try {
    return fitTemplate(parseTemplate(change(byPerson(format, {}))), [STIG_8], hosts);
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    expect(error.message).not.toMatch(/\p{Cc}/u);
    expect(error.details.length).toBeGreaterThan(0);
    return error.code;
  }
}

describe.each(FORMATS)('a bad template of %s', (format) => {
  test('of another STIG, of another host, of a namesake, and with no rule of our revision', () => {
    expect(fitted(format, (text) => text.replaceAll('vSphere_8-0', 'vSphere_7-0'))).toBe('TEMPLATE_OTHER_STIG');
    expect(fitted(format, (text) => text, [host8({ name: 'esx-02' })])).toBe('TEMPLATE_OTHER_HOST');
    expect(fitted(format, (text) => text, [{ ...HOST, uuid: 'another' }])).toBe('TEMPLATE_OTHER_HOST');
    expect(fitted(format, (text) => text, [HOST, { ...HOST, id: 'b', target: 'https://b/sdk' }])).toBe(
      'TEMPLATE_SEVERAL_HOSTS',
    );
    expect(fitted(format, (text) => text.replaceAll('r95838', 'r11111'))).toBe('TEMPLATE_OTHER_REVISION');
    expect(fitted(format, (text) => text.replaceAll('esx-01.lab.example', ''))).toMatchObject({ owner: null });
    expect(fitTemplate(parseTemplate(byPerson(format, {})), [STIG_7, STIG_8], [HOST])).toMatchObject({ owner: HOST });
  });

  test.each([
    ['a rule twice', (text: string) => text.replaceAll('V-258722', 'V-258721')],
    ['a rule without a number', (text: string) => text.replaceAll('V-258722', '')],
    ['a rule without a revision', (text: string) => text.replaceAll('SV-258722r958382', 'SV-258722')],
    ['a status that there is not', (text: string) => text.replaceAll(/not_reviewed|Not_Reviewed/g, 'Fine')],
    ['half of it', (text: string) => text.slice(0, text.length / 2)],
    ['nothing', () => ''],
    ['blanks', () => '  \n'],
    ['a text', () => 'Vuln_Num,V-1'],
    ['another document', () => (format === 'ckl' ? '<html/>' : '{"schema":"esxcheck.scan/1"}')],
  ])('%s', (_title, change) => {
    expect(fitted(format, change)).toBe('TEMPLATE_INVALID');
  });
});

const GOOD = byPerson('ckl', {});

/** A good checklist with something before its first STIG. */
function within(text: string): string {
  return GOOD.replace('<STIGS>', `${text}<STIGS>`);
}

test.each([
  ['an entity', /document type/, GOOD.replace('<CHECKLIST>', '<!DOCTYPE x [<!ENTITY a "b">]><CHECKLIST>')],
  [
    'a document type alone',
    /document type/,
    GOOD.replace('<CHECKLIST>', '<!DOCTYPE CHECKLIST SYSTEM "file:///x"><CHECKLIST>'),
  ],
  ['an entity that nobody declared', /well-formed/, within('&xxe;')],
  ['depth', /nested too deeply/, within(`${'<a>'.repeat(1_000)}${'</a>'.repeat(1_000)}`)],
  ['a text without end', /text that is too long/, within(`<a>${'x'.repeat(5 * 1024 * 1024)}</a>`)],
  ['a million elements', /too many elements/, within('<a/>'.repeat(1_000_000))],
  ['size', /larger than any/, within(' '.repeat(33 * 1024 * 1024))],
  ['depth in JSON', /not whole/, '{"stigs":'.repeat(100)],
  ['whole depth in JSON', /nested too deeply/, `${'{"stigs":'.repeat(100)}1${'}'.repeat(100)}`],
  ['an empty list', /no checklist/, '{"stigs":[]}'],
  [
    'prototypes',
    /no checklist/,
    '{"__proto__":{"stigs":[{"rules":[]}]},"constructor":{"prototype":{"status":"open"}}}',
  ],
  ['another type', /no checklist/, '{"stigs":[{"stig_id":{},"rules":"x"}]}'],
])('hostile: %s', (_title, why, text) => {
  const refused = { code: 'TEMPLATE_INVALID', message: expect.stringMatching(why) as string };
  expect(() => parseTemplate(text)).toThrow(expect.objectContaining(refused) as Error);
  expect(({} as { status?: string }).status).toBeUndefined();
});

test('a name that every object has is no status, attribute or heading', () => {
  const text = GOOD.replaceAll('Not_Reviewed', 'constructor');
  expect(() => parseTemplate(text)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }) as Error);
  expect(parseTemplate(GOOD.replace('>customname<', '>__proto__<')).stigs).toHaveLength(1);
});

test('a host that writes our words into its answers changes no status of a template', () => {
  const host = host8({ name: 'Judged by esxcheck as open\nWritten by a person:\npassed :: TEST x' });
  const text = renderedChecklist('ckl', checklistOf('unknown', host));
  const template = parseTemplate(text);
  const items = withTemplate(checklistOf('pass', host), template, true).parts[0]?.items ?? [];
  expect(items[0]?.status).toBe('not_a_finding');
  expect(items[0]?.details).not.toMatch(/^(?:passed|Written by a person)/m);
});

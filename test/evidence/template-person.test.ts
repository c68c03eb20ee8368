import { describe, expect, test } from 'vitest';
import { withTemplate } from '../../src/evidence/apply-template.ts';
import { checklistMaker } from '../../src/evidence/checklists.ts';
import { OUR_WORDS } from '../../src/evidence/item-details.ts';
import type { Checklist, ChecklistItem } from '../../src/model/checklist.ts';
import { type Verdict, VERDICTS } from '../../src/model/finding.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { parseTemplate } from '../../src/saved/checklist/parse-template.ts';
import { findingsOf, host8, scanOf, STIG_8 } from './fixture.ts';
import { renderedChecklist } from './read-checklists.ts';

const HOST = host8({ name: 'esx-01.lab.example' });
const GONE = { ...HOST, trouble: { code: 'not-responding' as const, detail: 'vCenter cannot reach it' } };
/** By their place among the controls of the fixture. */
const [RULE, PARTLY, MANUAL, UNREADABLE] = [0, 2, 3, 4];

function checklistOf(verdict: Verdict | null, host: ScannedHost = HOST): Checklist {
  const findings = verdict === null ? [] : findingsOf(host, verdict);
  const made = checklistMaker(scanOf({ hosts: [host], findings }), [STIG_8])(host);
  if (made === null) throw new Error('no checklist');
  return made;
}

type Change = (item: ChecklistItem) => Partial<ChecklistItem>;

/** A checklist after a person was at one of its controls. */
function changed(checklist: Checklist, place: number, change: Change): Checklist {
  const parts = checklist.parts.map((part) => ({
    ...part,
    items: part.items.map((item, index) => (index === place ? { ...item, ...change(item) } : item)),
  }));
  return { ...checklist, parts };
}

function itemIn({ parts }: Checklist, place: number): ChecklistItem {
  const item = parts[0]?.items[place];
  if (item === undefined) throw new Error('no item');
  return item;
}

function byPerson(place: number, status: ChecklistItem['status']): Checklist {
  return changed(checklistOf('unknown'), place, () => ({ status, details: 'I looked at it.' }));
}

describe.each(['cklb', 'ckl'])('what a person said in a %s', (format) => {
  /** The next checklist, which takes one as its template. */
  const next = (from: Checklist, today: Checklist): Checklist =>
    withTemplate(today, parseTemplate(renderedChecklist(format, from)), true);

  test.each<readonly [string, (details: string) => string]>([
    ['a note above', (details) => `See ticket 17.\n\n${details}`],
    ['a note on our line', (details) => `See ticket 17. ${details}`],
    ['a note after our line', (details) => details.replace('\n', ' (right, Bob)\n')],
    ['our line further down', (details) => details.replace(/^(.*)\n(.*)\n/, '$2\nSee ticket 17.\n$1\n')],
  ])('a pass that we gave is ours with %s, and the note stays', (_title, noted) => {
    const ours = changed(checklistOf('pass'), RULE, ({ details }) => ({ details: noted(details) }));
    for (const today of [checklistOf('unknown'), checklistOf('pass', GONE), checklistOf('warn')]) {
      const item = itemIn(next(ours, today), RULE);
      expect(item.status).toBe('not_reviewed');
      expect(item.details).not.toContain('A person had said');
      expect(item.details).toMatch(/Written by a person:\n[\s\S]*(?:ticket 17|Bob)/);
    }
  });

  test('a note at any place among our lines stays, and nothing grows over rounds', () => {
    const ours = changed(checklistOf('pass'), RULE, ({ details }) => ({
      details: `above\n${details.replace('\nWhy', '\nbetween\nWhy')}\nbelow`,
    }));
    const once = next(ours, checklistOf('pass'));
    expect(itemIn(once, RULE).details).toMatch(/\nWritten by a person:\nabove\nbetween\nbelow$/);
    expect(renderedChecklist(format, next(once, checklistOf('pass')))).toBe(renderedChecklist(format, once));
  });

  test('what a person opened stays open over every round, whatever we read', () => {
    let checklist = byPerson(RULE, 'open');
    for (const verdict of ['fail', 'pass', 'fail', 'fail', 'unknown', 'pass', 'not-applicable'] as const) {
      checklist = next(checklist, checklistOf(verdict));
      expect(itemIn(checklist, RULE).status).toBe('open');
    }
    const gone = next(checklist, checklistOf('pass', GONE));
    expect(itemIn(gone, RULE).status).toBe('open');
    for (const status of ['not_reviewed', 'not_a_finding'] as const) {
      const closed = changed(checklist, RULE, () => ({ status }));
      expect(itemIn(next(closed, checklistOf('pass')), RULE).status).toBe('not_a_finding');
    }
  });

  test('a word of ours below the heading of a person is the text of a person', () => {
    const pasted = changed(checklistOf('pass'), RULE, ({ details }) => ({
      details: `${details}\nWritten by a person:\nA person had said: open; what a person opened is not closed by esxcheck`,
    }));
    expect(itemIn(next(pasted, checklistOf('pass')), RULE).status).toBe('not_a_finding');
  });

  test.each(['not_a_finding', 'not_applicable'] as const)('%s does not stand in for a read that failed', (status) => {
    for (const place of [RULE, PARTLY]) {
      for (const today of [checklistOf('unknown'), checklistOf('pass', GONE), checklistOf(null)]) {
        const item = itemIn(next(byPerson(place, status), today), place);
        expect(item.status).toBe('not_reviewed');
        expect(item.details).toContain(
          `A person had said: ${status}; it does not stand in for what could not be read\nWritten by a person:\nI looked`,
        );
      }
    }
  });

  test('of a host that could not be read, or was not judged, nothing is closed by a person at all', () => {
    for (const place of [MANUAL, UNREADABLE]) {
      for (const today of [checklistOf('unknown', GONE), checklistOf(null)]) {
        expect(itemIn(next(byPerson(place, 'not_a_finding'), today), place).status).toBe('not_reviewed');
        expect(itemIn(next(byPerson(place, 'open'), today), place).status).toBe('open');
      }
    }
    const foreign = parseTemplate(
      renderedChecklist(format, byPerson(RULE, 'not_a_finding')).replaceAll('V-258721', 'V-999'),
    );
    expect(itemIn(withTemplate(checklistOf('pass', GONE), foreign, true), RULE).status).toBe('not_reviewed');
    expect(itemIn(withTemplate(checklistOf('pass'), foreign, true), RULE).status).toBe('not_a_finding');
  });

  test('what people answer is theirs, and is so again after the host was away', () => {
    for (const [place, verdict] of [
      [MANUAL, 'unknown'],
      [UNREADABLE, 'unknown'],
      [PARTLY, 'pass'],
    ] as const) {
      const kept = next(byPerson(place, 'not_a_finding'), checklistOf(verdict));
      expect(itemIn(kept, place).status).toBe('not_a_finding');
      const away = next(kept, checklistOf(verdict, GONE));
      expect(itemIn(away, place).status).toBe('not_reviewed');
      expect(itemIn(next(away, checklistOf(verdict)), place).status).toBe('not_a_finding');
      const withdrawn = changed(kept, place, () => ({ status: 'not_reviewed' }));
      expect(itemIn(next(withdrawn, checklistOf(verdict)), place).status).toBe('not_reviewed');
    }
  });

  test('what a read contradicted once is not believed again', () => {
    const failed = next(byPerson(PARTLY, 'not_a_finding'), checklistOf('fail'));
    expect(itemIn(failed, PARTLY).status).toBe('open');
    expect(itemIn(next(failed, checklistOf('pass')), PARTLY).status).toBe('not_reviewed');
  });
});

test.each(VERDICTS)('every line of our details of %s begins with a word of ours', (verdict) => {
  for (const { details } of checklistOf(verdict).parts.flatMap(({ items }) => items)) {
    const [first, ...rest] = details.split('\n');
    expect(first).toMatch(/^Judged by esxcheck as \w+$/);
    for (const text of rest) expect(OUR_WORDS).toContain(text.trim().replace(/:.*$/, ''));
  }
});

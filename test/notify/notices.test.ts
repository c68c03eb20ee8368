import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { genericPayload, mailText, slackPayload, teamsPayload } from '../../reports/notice/payloads.ts';
import { noticeWords } from '../../reports/notice/words.ts';
import type { Scan } from '../../src/model/scan.ts';
import { needsTelling } from '../../src/notify/needs-telling.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { hostileText, poisoned } from '../reports/hostile.ts';
import { runs } from '../support/sample.ts';

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const ANY = { when: 'always', atLeast: null } as const;

function reached(): Scan {
  const { targets, ...scan } = fullScan();
  return { ...scan, targets: targets.filter(({ error }) => error === null) };
}

test('what is said is harmless, on one line each and of bounded length, whatever the names hold', () => {
  fc.assert(
    fc.property(hostileText(), fc.integer({ min: 0, max: 300 }), (hostile, times) => {
      const { subject, lines } = noticeWords(poisoned(fullScan(), hostile + 'x'.repeat(times)));
      for (const text of [subject, ...lines]) expect(text).not.toMatch(HARMFUL);
      expect(subject.length).toBeLessThanOrEqual(140);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(400);
    }),
    { numRuns: runs(60) },
  );
});

test('payloads stay within what the services take, and no name is markup in them', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const scan = poisoned(fullScan(), hostile);
      const slack = slackPayload(scan) as { text: string; blocks: { text: { type: string; text: string } }[] };
      expect(slack.blocks.length).toBeLessThanOrEqual(50);
      expect(slack.text).not.toMatch(/[<>]/);
      expect(new Set(slack.blocks.map((block) => block.text.type))).toEqual(new Set(['plain_text']));
      expect(slack.blocks[0]?.text.text.length).toBeLessThanOrEqual(150);
      expect(JSON.stringify(teamsPayload(scan)).length).toBeLessThan(28_000);
      expect(genericPayload(scan)).toMatchObject({ schema: 'esxcheck.notification/1', result: 'fail' });
      expect(mailText(scan).subject).not.toMatch(/[\r\n]/);
    }),
    { numRuns: runs(40) },
  );
});

test('a card of Teams takes no link from a name', () => {
  const { attachments } = teamsPayload(poisoned(fullScan(), '[x](http://evil.example)')) as {
    attachments: { content: { body: { text: string }[] } }[];
  };
  const texts = attachments[0]?.content.body.map(({ text }) => text).join('\n') ?? '';
  expect(texts).not.toMatch(/(?<!\\)\[x/);
});

test('always is always, fail is what fails or could not be seen', () => {
  const calm: Scan = { ...reached(), findings: reached().findings.filter(({ verdict }) => verdict === 'pass') };
  expect(needsTelling(calm, ANY)).toBe(true);
  expect(needsTelling(calm, { when: 'fail', atLeast: null })).toBe(false);
  const unseen = reached().findings.filter(({ verdict }) => verdict === 'unknown');
  expect(needsTelling({ ...calm, findings: unseen }, { when: 'fail', atLeast: null })).toBe(true);
  expect(needsTelling({ ...calm, targets: fullScan().targets }, { when: 'fail', atLeast: null })).toBe(true);
});

test('a change is a verdict, a value, a host or a rule, and no mere reboot; the first scan is news', () => {
  const change = { when: 'change', atLeast: null } as const;
  const { since } = reached();
  if (since === null) throw new Error('the full scan was compared');
  const still = { ...since, changed: [], onlyBefore: [], onlyNow: [], changedRules: [] };
  const telling = (parts: object | null) =>
    needsTelling({ ...reached(), since: parts === null ? null : { ...still, ...parts } }, change);
  expect(telling(null)).toBe(true);
  expect(telling({})).toBe(false);
  const rebooted = [{ host: 'a', changes: [{ kind: 'reboot', before: '2026-01-01', after: '2026-01-02' }] }];
  expect(telling({ changed: rebooted })).toBe(false);
  expect(telling({ changed: since.changed })).toBe(true);
  expect(telling({ onlyNow: since.onlyNow })).toBe(true);
  expect(telling({ onlyBefore: since.onlyBefore.filter(({ asked }) => !asked) })).toBe(false);
  expect(telling({ changedRules: ['a/b'] })).toBe(true);
});

test('a threshold looks at what fails or is unknown, and never past a target that could not be asked', () => {
  const low: Scan = { ...reached(), findings: reached().findings.map((one) => ({ ...one, severity: 'low' as const })) };
  expect(needsTelling(low, { ...ANY, atLeast: 'high' })).toBe(false);
  expect(needsTelling(low, { ...ANY, atLeast: 'low' })).toBe(true);
  expect(needsTelling({ ...low, targets: fullScan().targets }, { ...ANY, atLeast: 'high' })).toBe(true);
});

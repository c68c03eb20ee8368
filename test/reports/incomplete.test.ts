import { expect, test } from 'vitest';
import { genericPayload, mailText, slackPayload, teamsPayload } from '../../reports/notice/payloads.ts';
import { resultOf } from '../../reports/scan/result.ts';
import { lostError, type Scan } from '../../src/model/scan.ts';
import { needsTelling } from '../../src/notify/needs-telling.ts';
import { aHost, aScan } from './fixture.ts';
import { fullScan } from './full-scan/full-scan.ts';

/** A scan whose first target was lost on the way. */
function lost(scan: Scan): Scan {
  const error = lostError('vc01.lab.example', 41, 159, 'CONNECTION_REFUSED: it refuses connections');
  return { ...scan, targets: scan.targets.map((target, index) => (index === 0 ? { ...target, error } : target)) };
}

const SENTENCE = 'vc01.lab.example was lost after 41 of 200 hosts; 159 hosts were not read';
const SUBJECT = /^vc01 and vc02: INCOMPLETE, Non-compliant, \d+ of 14 hosts/;

test('a mail says it in its subject, its text and its page', () => {
  const { subject, text, html } = mailText(lost(fullScan()));
  expect(subject).toMatch(SUBJECT);
  expect(text.split('\n')[2]).toContain(`INCOMPLETE: ${SENTENCE}`);
  expect(html).toContain(SENTENCE);
});

test('so do webhooks and chats', () => {
  const scan = lost(fullScan());
  const generic = genericPayload(scan) as { readonly subject: string; readonly lines: readonly string[] };
  expect(generic.subject).toMatch(SUBJECT);
  expect(generic.lines[0]).toContain(SENTENCE);
  expect(generic).toMatchObject({ targets: [{ error: 'TARGET_LOST' }, {}] });
  expect(JSON.stringify(slackPayload(scan))).toContain(SENTENCE);
  expect(JSON.stringify(teamsPayload(scan))).toContain('159 hosts were not read');
});

test('every channel wants to know, whatever it waits for', () => {
  const scan = lost(aScan({ hosts: [aHost({ name: 'esx-01' })], findings: [] }));
  expect(needsTelling(scan, { when: 'fail', atLeast: 'critical' })).toBe(true);
  expect(needsTelling({ ...scan, since: null }, { when: 'change', atLeast: 'critical' })).toBe(true);
});

test('a scan that was cut short is never a pass, whatever was judged', () => {
  const scan = lost(aScan({ hosts: [aHost({ name: 'esx-01' })], findings: [] }));
  expect(resultOf(scan)).toEqual({
    verdict: 'unknown',
    text: 'for hosts that were not read; nothing that was read fails',
  });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { genericPayload, mailText, slackPayload, teamsPayload } from '../../reports/notice/payloads.ts';
import { noticeWords } from '../../reports/notice/words.ts';
import type { Flip } from '../../src/model/flip.ts';
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

test('a subject says who, the verdict and what is new, in this order', () => {
  expect(noticeWords(fullScan()).subject).toBe(
    'vc01 and vc02: Non-compliant, 4 of 14 hosts, 5 could not be judged; 1 newly non-compliant, 1 vCenter unreachable, 3 defaults flipped, 1 new…',
  );
  expect(noticeWords({ ...reached(), since: null }).subject).toBe(
    'vc01: Non-compliant, 4 of 14 hosts, 5 could not be judged',
  );
});

test('an address is no name that could be shortened', () => {
  const [target] = reached().targets;
  if (target === undefined) throw new Error('the full scan has a target');
  const at = (url: string) => noticeWords({ ...reached(), targets: [{ ...target, url }] }).subject;
  expect(at('https://192.0.2.10/sdk')).toMatch(/^192\.0\.2\.10: /);
  expect(at('https://[2001:db8::10]/sdk')).toMatch(/^\[2001:db8::10\]: /);
  expect(at('https://vc01.lab.example:8443/sdk')).toMatch(/^vc01: /);
});

test('what a notification says: what could not be seen, the three points in time, changes, actions, rules', () => {
  expect(noticeWords(fullScan()).lines).toMatchInlineSnapshot(`
    [
      "Unreachable: https://vc02.lab.example/sdk: CONNECTION_REFUSED: vc02.lab.example:443 refuses connections",
      "14 hosts, 4 unreachable; 4 rules; read 2026-11-23 06:00 UTC",
      "Current state: 3 non-compliant, 5 unknown, 1 waived, 1 warning, 4 compliant; hosts are missing, so that no share is known",
      "After reboot: 3 non-compliant, 6 unknown, 1 waived, 4 compliant; hosts are missing, so that no share is known",
      "After patching: 3 non-compliant, 6 unknown, 1 waived, 1 warning, 3 compliant; hosts are missing, so that no share is known",
      "Since 2026-09-20 06:00 UTC: 1 newly non-compliant, 3 defaults flipped, 1 new host, 1 host gone",
      "Exposure: 1 of 1 advisory open (1 exploited) on 5 of 14 hosts; 1 not known on 5 hosts",
      "With ESXi 6.0 Patch 4 (4600944) on HP ProLiant DL380p Gen8, 2 defaults changed on the 3 of 4 hosts that were read (vtdEnable TRUE -> "", iovDisableIR FALSE -> TRUE); 1 default changed on 3 of 4 hosts that were read (maxVMs 0 -> 4096); no rule covers 2 of them; hpe/gen8-interrupt-remapping fails since then",
      "To do: Set iovDisableIR=FALSE before any reboot (compliant now, and will boot with another value): 1 host",
      "To do: Set iovDisableIR=FALSE, then reboot: 1 host",
      "To do: Only reboot (already set): 1 host",
      "To do: Look at boot.cfg, do not reboot again (set and rebooted, and still not in effect): 1 host",
      "To do: Patch to a release that has the fix (1 advisory, 1 of them exploited): 3 hosts",
      "To do: 1 more action in the report",
      "critical hpe/gen8-interrupt-remapping: 4 non-compliant, 5 unknown, 1 warning",
      "high vic/outbound-2377: 1 non-compliant, 6 unknown, 1 warning",
      "low hpe/pre-gen8-interrupt-remapping: 1 warning",
    ]
  `);
});

test('the published document keeps its keys and words, whatever people read', () => {
  const { standings, result, targets } = genericPayload(fullScan()) as Record<string, object>;
  expect(Object.keys(standings ?? {})).toEqual(['now', 'nextBoot', 'nextPatch']);
  for (const counts of Object.values(standings ?? {})) {
    expect(Object.keys(counts as object)).toEqual(['wrong', 'unknown', 'look', 'right']);
  }
  expect([result, targets]).toMatchObject(['fail', [{ error: null }, { error: 'CONNECTION_REFUSED' }]]);
});

test('a mail is whole without a style sheet: attributes alone, no style, no class, no script, nothing to load', () => {
  const { html } = mailText(fullScan());
  expect(html).not.toMatch(/<style|<script|<img|<link|<svg| style=| class=| on[a-z]+=|url\(|https?:/i);
  expect(html).toMatch(/bgcolor="#eef1f4"/);
  for (const said of ['vc02.lab.example unreachable', '1 newly non-compliant', 'Set iovDisableIR=FALSE']) {
    expect(html).toContain(said);
  }
});

test('a mail of thousands of hosts stays small', () => {
  const scan = fullScan();
  const hosts = Array.from({ length: 5000 }, (_, index) =>
    scan.hosts.slice(0, 1).map((host) => ({ ...host, id: `many/${index}`, name: `esx-${index}` })),
  ).flat();
  const findings = hosts.flatMap(({ id }) =>
    scan.findings.slice(0, 1).map((finding) => ({ ...finding, host: id, message: `It is ${id}.` })),
  );
  expect(mailText({ ...scan, hosts, findings, since: null }).html.length).toBeLessThan(30_000);
});

test('of a hundred vCenters that cannot be reached ten are named, and the others counted', () => {
  const dead = fullScan().targets.filter(({ error }) => error !== null);
  const targets = Array.from({ length: 100 }, (_, index) =>
    dead.map((target) => ({ ...target, url: `https://vc${index}.lab.example/sdk` })),
  ).flat();
  const { subject, html, text } = mailText({ ...fullScan(), targets });
  expect(subject).toContain('100 vCenters unreachable');
  expect(text).toContain('Unreachable: 90 more');
  expect(html).toContain('90 more unreachable');
  expect(html).not.toContain('vc11.lab.example');
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

/** Without what a patch did to defaults, which is worth telling by itself. */
function withoutFlips(scan: Scan): Scan {
  return { ...scan, since: scan.since === null ? null : { ...scan.since, flips: undefined } };
}

test('always is always, fail is what fails or could not be seen', () => {
  const calm: Scan = {
    ...withoutFlips(reached()),
    findings: reached().findings.filter(({ verdict }) => verdict === 'pass'),
  };
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
  const low: Scan = {
    ...withoutFlips(reached()),
    findings: reached().findings.map((one) => ({ ...one, severity: 'low' as const })),
  };
  expect(needsTelling(low, { ...ANY, atLeast: 'high' })).toBe(false);
  expect(needsTelling(low, { ...ANY, atLeast: 'low' })).toBe(true);
  expect(needsTelling({ ...low, targets: fullScan().targets }, { ...ANY, atLeast: 'high' })).toBe(true);
});

test('a default that a patch changed and that no rule covers is told of, however severe what fails must be', () => {
  const flips = fullScan().since?.flips;
  const [step] = flips?.steps ?? [];
  if (flips === undefined || step === undefined) throw new Error('the full scan has a patch in it');
  const calm: Scan = { ...reached(), findings: [] };
  const tells = (shown: readonly Flip[], drift: readonly Flip[] = []) => {
    const since =
      calm.since === null ? null : { ...calm.since, flips: { ...flips, steps: [{ ...step, flips: shown, drift }] } };
    return needsTelling({ ...calm, since }, { when: 'fail', atLeast: 'critical' });
  };
  const [open] = step.flips.filter(({ setting }) => setting === 'vtdEnable');
  if (open === undefined) throw new Error('one is covered by no rule');
  expect(tells([open])).toBe(true);
  expect(tells([{ ...open, extent: 'one' }])).toBe(true);
  expect(tells([{ ...open, rules: null, uncovered: null }])).toBe(true);
  expect(tells([{ ...open, rules: ['a/b'], uncovered: 1 }])).toBe(true);
  expect(tells([{ ...open, rules: ['a/b'], uncovered: 0 }])).toBe(false);
  expect(tells([{ ...open, kind: 'new', before: null }])).toBe(false);
  expect(tells([], step.drift)).toBe(false);
});

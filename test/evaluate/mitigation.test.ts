import { describe, expect, test } from 'vitest';
import { advisoryRules } from '../../src/advisories/advisory-rules.ts';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { withGracePeriod } from '../../src/evaluate/grace-period.ts';
import type { Finding } from '../../src/model/finding.ts';
import { buildRule } from '../../src/rules/build-rule.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
import { targetReleaseOf } from '../../src/rules/catalog/listing.ts';
import { loadCatalogFolder } from '../../src/rules/catalog/folder.ts';
import { resolveRelease } from '../../src/rules/catalog/resolve.ts';

const rules = new Map(advisoryRules(shippedAdvisories()).map((file) => [file.id, buildRule(file)]));
const catalog = await loadCatalogFolder('rules/catalog');

function judged(id: string, facts: Record<string, unknown>, target: string | null = null): Finding {
  const rule = rules.get(`advisories/${id}`);
  const release = target === null ? null : targetReleaseOf(catalog, resolveRelease(catalog.releases, target));
  const [finding] = evaluateHost(exampleFacts(facts), rule === undefined ? [] : [rule], new Map(), release);
  if (finding === undefined) throw new Error(`there is no rule ${id}`);
  return finding;
}

test('a planned release that a site has measured is named once', () => {
  const rule = [...rules.values()].slice(0, 1);
  const said = (name: string): string => {
    const release = { ...resolveRelease(catalog.releases, '8.0U3'), name, build: '25600000' };
    const [finding] = evaluateHost(exampleFacts(OPEN), rule, new Map(), targetReleaseOf(catalog, release));
    return finding?.message ?? '';
  };
  expect(said('ESXi 8.0.3 build 25600000')).toContain('The planned release is ESXi 8.0.3 build 25600000');
  expect(said('ESXi 8.0 Update 3z')).toContain('ESXi 8.0 Update 3z is build 25600000');
});

const SLP = 'vmsa-2021-0002-cve-2021-21974';
/** 7.0 U1a, which lacks the fix; nothing is staged. */
const OPEN = { 'host.version': '7.0.1', 'host.build': 17119627, 'host.stagedBase': 'absent' };

function slpd(running: boolean, policy: string): Record<string, unknown> {
  return { ...OPEN, services: { slpd: { running, policy } } };
}

describe('a workaround that was read', () => {
  test.each([
    ['in place', slpd(false, 'off'), 'warn', 'mitigated', 'mitigated', 'mitigated', true],
    ['in place until a reboot', slpd(false, 'on'), 'fail', 'regresses-on-reboot', 'mitigated', 'fail', true],
    ['in place from the next reboot on', slpd(true, 'off'), 'fail', 'reboot-pending', 'fail', 'mitigated', false],
    ['not in place', slpd(true, 'on'), 'fail', 'non-compliant', 'fail', 'fail', false],
    ['unread', { ...OPEN, services: 'unread' }, 'fail', 'non-compliant', 'fail', 'fail', false],
    // A host without the service is not known to be safe: the release is affected.
    ['of a service that is not listed', { ...OPEN, services: {} }, 'fail', 'non-compliant', 'fail', 'fail', false],
  ])('%s', (_what, facts, verdict, state, now, nextBoot, mitigated) => {
    const found = judged(SLP, facts);
    expect(found).toMatchObject({
      verdict,
      state,
      horizons: { now, nextBoot },
      exposure: { status: 'affected', mitigated },
    });
  });

  test('is never a fix, and changes nothing on a host that has one', () => {
    const fixed = { ...slpd(false, 'off'), 'host.build': 17325551, 'host.bootTime': '2026-01-01T00:00:00Z' };
    expect(judged(SLP, fixed)).toMatchObject({ verdict: 'pass', exposure: { status: 'fixed', mitigated: false } });
    const unknown = { ...slpd(false, 'off'), 'host.build': 17119999 };
    expect(judged(SLP, unknown)).toMatchObject({
      verdict: 'unknown',
      exposure: { status: 'unknown', mitigated: false },
    });
  });

  test('does not make known what is staged', () => {
    const found = judged(SLP, { ...slpd(false, 'off'), 'host.stagedBase': 'unread' });
    expect(found).toMatchObject({ verdict: 'unknown', horizons: { now: 'mitigated', nextBoot: 'unknown' } });
  });
});

describe('three horizons', () => {
  const ID = 'vmsa-2025-0004-cve-2025-22224';
  const booted = { 'host.bootTime': '2026-11-01T00:00:00Z', 'host.stagedBase': 'absent' };

  test('a patch to a newer branch can open again what an older branch has closed', () => {
    const found = judged(ID, { 'host.version': '8.0.2', 'host.build': 24585300, ...booted }, '8.0U3');
    expect(found).toMatchObject({
      verdict: 'warn',
      state: 'may-regress-on-patch',
      horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'fail' },
    });
    expect(found.message).toContain('8.0.3 has it from build 24585383 on');
  });

  test('a patch closes what is open, and the host stays non-compliant until then', () => {
    const found = judged(ID, { 'host.version': '8.0.2', 'host.build': 22380479, ...booted }, '8.0U3k');
    expect(found).toMatchObject({ verdict: 'fail', horizons: { now: 'fail', nextBoot: 'fail', nextPatch: 'pass' } });
  });

  test.each([
    ['the fix', '8.0.3-0.70.24674464', 'pass', 'reboot-pending'],
    ['an older image', '8.0.3-0.0.24022510', 'fail', 'non-compliant'],
    ['a hot patch on a release that has the fix', '8.0.3-0.77.24699999', 'pass', 'reboot-pending'],
    ['a hot patch on who knows what', '8.0.3-0.55.24599999', 'unknown', 'unknown'],
  ])('%s is staged for the next boot', (_what, base, nextBoot, state) => {
    const facts = { 'host.version': '8.0.3', 'host.build': 24022510, 'host.stagedBase': base };
    expect(judged(ID, facts)).toMatchObject({ verdict: 'fail', state, horizons: { now: 'fail', nextBoot } });
  });

  test.each([
    ['text', 'garbage'],
    ['nothing', ''],
    ['another form', '8.0.3.24674464'],
  ])('an image whose esx-base is %s is unknown, never a pass', (_what, base) => {
    const facts = { 'host.version': '8.0.3', 'host.build': 24585383, 'host.bootTime': booted['host.bootTime'] };
    expect(judged(ID, { ...facts, 'host.stagedBase': base })).toMatchObject({
      verdict: 'unknown',
      horizons: { now: 'pass', nextBoot: 'unknown' },
    });
  });

  test.each([
    // 8.0 U2d, whose day one source tells; 7.0 U3s; U2f, of which nobody tells a day.
    ['8.0.2', 24585300, ID, '2024-12-01'],
    ['7.0.3', 24585291, ID, '2024-12-01'],
    ['8.0.2', 25626445, 'vmsa-2026-0006-cve-2026-47876', '2026-06-01'],
  ])('%s build %i that has been up since before its fix came out only warns', (version, build, id, booted) => {
    const facts = { 'host.version': version, 'host.build': build, 'host.stagedBase': 'absent' };
    expect(judged(id, { ...facts, 'host.bootTime': `${booted}T00:00:00Z` })).toMatchObject({ verdict: 'warn' });
    expect(judged(id, { ...facts, 'host.bootTime': '2026-11-01T00:00:00Z' })).toMatchObject({ verdict: 'pass' });
    expect(judged(id, facts)).toMatchObject({ verdict: 'unknown' });
  });

  test.each([
    ['was never read', {}],
    ['says a build of another version', { 'host.version': '8.0.2', 'host.build': 25595708 }],
  ])('a host that %s is not known to be helped by a patch', (_what, facts) => {
    const found = judged(ID, { ...facts, 'host.stagedBase': 'absent' }, '8.0U3k');
    expect(found).toMatchObject({ verdict: 'unknown', horizons: { nextPatch: 'unknown' } });
  });

  test('a patch closes nothing on a host that it cannot be applied to, and may open again', () => {
    const newer = { 'host.version': '9.0.1', 'host.build': 24957456, ...booted };
    expect(judged('vmsa-2026-0006-cve-2026-47876', newer, '8.0U3k')).toMatchObject({
      verdict: 'fail',
      horizons: { now: 'fail', nextPatch: 'unknown' },
    });
    expect(judged(ID, newer, '8.0U3')).toMatchObject({ verdict: 'warn', horizons: { now: 'pass', nextPatch: 'fail' } });
    expect(judged(ID, newer, '8.0U3k')).toMatchObject({ verdict: 'warn', reason: 'target-older' });
    const gen8 = {
      'host.version': '6.5.0',
      'host.build': 20502893,
      'host.vendor': 'HP',
      'host.model': 'ProLiant BL460c Gen8',
    };
    expect(judged(ID, { ...gen8, ...booted }, '8.0U3k')).toMatchObject({
      verdict: 'fail',
      horizons: { nextPatch: 'unknown' },
    });
  });

  test('a host that was patched while it ran only warns', () => {
    const facts = { 'host.version': '8.0.3', 'host.build': 24585383, 'host.stagedBase': 'absent' };
    expect(judged(ID, { ...facts, 'host.bootTime': '2025-01-01T00:00:00Z' })).toMatchObject({ verdict: 'warn' });
    expect(judged(ID, facts)).toMatchObject({ verdict: 'unknown' });
  });
});

describe('the time that people gave themselves', () => {
  const ID = 'vmsa-2026-0006-cve-2026-47876';
  /** The fix came with 8.0 U3k on 2026-07-29. */
  const open = judged(ID, { 'host.version': '8.0.3', 'host.build': 24585383, 'host.stagedBase': 'absent' });
  const at = (readAt: string): Finding | undefined => withGracePeriod([open], { days: 30, readAt })[0];

  test('is not over before its last day has passed', () => {
    expect(open).toMatchObject({ verdict: 'fail', exposure: { fixedSince: '2026-07-29', fixedBuild: '25595708' } });
    expect(at('2026-07-30T00:00:00Z')).toMatchObject({ verdict: 'warn', exposure: { overdue: false } });
    expect(at('2026-08-28T23:59:59Z')).toMatchObject({ verdict: 'warn', exposure: { overdue: false } });
    expect(at('2026-08-29T00:00:00Z')).toMatchObject({ verdict: 'fail', exposure: { overdue: true } });
    expect(at('2026-08-29T00:00:00Z')?.message).toContain('It was due on 2026-08-28.');
  });

  test('is given to nothing without a fix, and to nothing that is not affected', () => {
    const none = judged(ID, { 'host.version': '7.0.3', 'host.build': 24784741, 'host.stagedBase': 'absent' });
    expect(withGracePeriod([none], { days: 9999, readAt: '2026-07-30T00:00:00Z' })).toMatchObject([
      { verdict: 'fail', exposure: { overdue: true } },
    ]);
    const unknown = judged(ID, { 'host.stagedBase': 'absent' });
    expect(withGracePeriod([unknown], { days: 1, readAt: '2026-11-30T00:00:00Z' })).toEqual([unknown]);
  });
});

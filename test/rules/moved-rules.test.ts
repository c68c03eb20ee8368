import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import { waive } from '../../src/evaluate/waive.ts';
import { compareScans } from '../../src/history/compare-scans.ts';
import { packsHolding } from '../../src/model/moved-rules.ts';
import { read } from '../../src/model/reading.ts';
import type { Scan } from '../../src/model/scan.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';
import { selectRules } from '../../src/rules/select.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { configured, refusedBy } from '../config/config-text.ts';
import { factsOf, setting } from '../evaluate/facts.ts';
import { scanOf } from '../plan/estate.ts';

const [WAS, IS] = ['hpe/xeon-5500-5600-remapping-off', 'cpu/xeon-5500-5600-remapping-off'];
const rules = await loadPacks('rules');
const rule = rules.find(({ id }) => id === IS);
if (rule === undefined) throw new Error(`no ${IS}`);

const WRONG = setting({ default: 'FALSE', configured: 'FALSE', runtime: 'FALSE' });
const HOST = { cpuModel: 'Intel(R) Xeon(R) CPU X5650 @ 2.67GHz' };
const SCAN = scanOf([factsOf({ host: HOST, kernel: { iovDisableIR: read(WRONG) } })], [rule]);

/** As the release before the move has saved it. */
function savedBefore(scan: Scan): string {
  return [...json.render(scan, { width: null, colour: false })].join('').replaceAll(IS, WAS);
}

const ids = (packs: readonly string[]) => selectRules(rules, { packs, ids: [] }).map(({ id }) => id);

describe('a rule that has moved', () => {
  test('is chosen by the name that it had', () => {
    expect(selectRules(rules, { packs: [], ids: [WAS] })).toEqual([rule]);
    expect(() => selectRules(rules, { packs: [], ids: ['hpe/xeon-5500'] })).toThrow('There is no rule "hpe/xeon-5500"');
  });

  test('has the hash that it had', async () => {
    const text = (await readFile(`rules/${IS}.yaml`, 'utf8')).replace(`id: ${IS}`, `id: ${WAS}`);
    expect(parseRule({ file: 'x', id: WAS, text })).toMatchObject({ rule: { hash: rule.hash } });
  });

  test.each([WAS, IS])('takes what a config says of %s', async (id) => {
    const { rules: left } = await configured(`packs: [cpu]\nrules: { ${id}: { severity: low } }`);
    expect(left).toMatchObject([{ id: IS, severity: 'low' }]);
    expect((await configured(`packs: [hpe]\nrules: { ${id}: { enabled: false } }`)).rules.length).toBeGreaterThan(0);
  });

  test('is not set twice under its two names: one of them would hold, and the other be lost', async () => {
    const both = `{ ${WAS}: { severity: low }, ${IS}: { severity: high } }`;
    const sentence = `"${WAS}" is the same rule as "${IS}", which is set here too: leave one of them out`;
    expect(await refusedBy(`packs: [cpu]\nrules: ${both}`)).toEqual([`2:10 ${sentence}`]);
    expect(await refusedBy(`clusters:\n  Lab: { rules: ${both} }`)).toEqual([`2:19 ${sentence}`]);
    expect(
      await refusedBy(
        `rules: { ${WAS}: { severity: low } }\nclusters: { Lab: { rules: { ${IS}: { severity: high } } } }`,
      ),
    ).toEqual([]);
  });

  test('a name that no rule had is a mistake as ever', async () => {
    expect((await refusedBy('rules: { hpe/xeon: { enabled: false } }')).join()).toContain(
      'there is no rule "hpe/xeon"',
    );
  });

  test('is judged by the pack that it has left as well as by its own: nobody loses it, and no plan its guard', async () => {
    const has = async (packs: string) => (await configured(`packs: ${packs}`)).rules.some(({ id }) => id === IS);
    expect([await has('[hpe, vic]'), await has('[hpe]'), await has('[cpu]'), await has('[vic]')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect([ids(['hpe']).includes(IS), ids(['cpu'])]).toEqual([true, [IS]]);
    expect(packsHolding(['hpe'])).toEqual(['hpe', 'cpu']);
  });

  test.each(['hpe/*', WAS, IS, 'cpu/*', '*'])('is waived by %s', (glob) => {
    const rest = {
      host: null,
      cluster: null,
      reason: 'r',
      owner: 'o',
      ticket: null,
      expires: '2999-01-01',
      place: 'p',
    };
    const { findings } = waive(SCAN, [{ rule: glob, ...rest }], new Date());
    expect(findings).toMatchObject([{ rule: IS, verdict: 'waived' }]);
  });

  test('of a scan from before the move nothing has changed', () => {
    const before = parseScan(savedBefore(SCAN));
    expect(before.rules).toMatchObject([{ id: IS }]);
    expect(before.findings).toMatchObject([{ rule: IS, verdict: 'warn' }]);
    expect(compareScans(before, SCAN)).toMatchObject({ changedRules: [], onlyRulesBefore: [], onlyRulesNow: [] });
  });
});

import { describe, expect, test } from 'vitest';
import { PROPERTY_READERS } from '../../../src/collect/properties.ts';
import { evaluateHost } from '../../../src/evaluate/evaluate-host.ts';
import { seriesOf } from '../../../src/model/cpu-series.ts';
import { LISTED } from '../../../src/model/listed-cpu-series.ts';
import type { Reading } from '../../../src/model/reading.ts';
import { loadPacks } from '../../../src/rules/load.ts';
import { parseXml } from '../../../src/vim/xml-reader.ts';
import { factsOf, HOST } from '../../evaluate/facts.ts';
import { factOf, shown } from './shown.ts';

/** Names as processors write them, by the series that they are of. */
const NAMES: readonly (readonly [string, string])[] = [
  ['Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz', 'Xeon E5-2600 v4'],
  ['Intel(R) Xeon(R) CPU E5-2687W v4 @ 3.00GHz', 'Xeon E5-2600 v4'],
  ['Intel(R) Xeon(R) CPU E5-1650 v4 @ 3.60GHz', 'Xeon E5-1600 v4'],
  ['Intel(R) Xeon(R) CPU E5-4669 v4 @ 2.20GHz', 'Xeon E5-4600 v4'],
  ['Intel(R) Xeon(R) CPU E7-8890 v4 @ 2.20GHz', 'Xeon E7-8800 v4'],
  ['Intel(R) Xeon(R) CPU E7-4850 v4 @ 2.10GHz', 'Xeon E7-4800 v4'],
  ['Intel(R) Xeon(R) CPU E3-1240 v6 @ 3.70GHz', 'Xeon E3-1200 v6'],
  ['Intel(R) Xeon(R) CPU E3-1505M v5 @ 2.80GHz', 'Xeon E3-1500 v5'],
  ['Intel(R) Xeon(R) CPU E5-2690 v3 @ 2.60GHz', 'Xeon E5-2600 v3'],
  ['Intel(R) Xeon(R) CPU E5-2650 v2 @ 2.60GHz', 'Xeon E5-2600 v2'],
  ['Intel(R) Xeon(R) CPU E5-2650 0 @ 2.00GHz', 'Xeon E5-2600'],
  ['Intel(R) Xeon(R) CPU E3-1220 V2 @ 3.10GHz', 'Xeon E3-1200 v2'],
  ['Intel(R) Xeon(R) CPU E31240 @ 3.30GHz', 'Xeon E3-1200'],
  ['Intel(R) Xeon(R) CPU E7- 4870  @ 2.40GHz', 'Xeon E7-4800'],
  ['Intel(R) Xeon(R) CPU D-1541 @ 2.10GHz', 'Xeon D-1500'],
  ['Intel(R) Xeon(R) D-2146NT CPU @ 2.30GHz', 'Xeon D-2100'],
  ['Intel(R) Xeon(R) W-2145 CPU @ 3.70GHz', 'Xeon W-2100'],
  ['Intel(R) Xeon(R) E-2288G CPU @ 3.70GHz', 'Xeon E-2200'],
  ['Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz', 'Xeon Gold 6100'],
  ['Intel(R) Xeon(R) Gold 6330 CPU @ 2.00GHz', 'Xeon Gold 6300'],
  ['Intel(R) Xeon(R) Gold 5520+', 'Xeon Gold 5500'],
  ['Intel(R) Xeon(R) Platinum 8180M CPU @ 2.50GHz', 'Xeon Platinum 8100'],
  ['INTEL(R) XEON(R) PLATINUM 8592+', 'Xeon Platinum 8500'],
  ['Intel(R) Xeon(R) Silver 4216 CPU @ 2.10GHz', 'Xeon Silver 4200'],
  ['Intel(R) Xeon(R) Bronze 3106 CPU @ 1.70GHz', 'Xeon Bronze 3100'],
  ['Intel(R) Xeon(R) 6787P', 'Xeon 6700P'],
  ['Intel(R) Xeon(R) CPU           X5650  @ 2.67GHz', 'Xeon 5600'],
  ['Intel(R) Xeon(R) CPU           E5540  @ 2.53GHz', 'Xeon 5500'],
  ['Intel(R) Xeon(R) CPU           X7560  @ 2.27GHz', 'Xeon 7500'],
  ['AMD EPYC 7551 32-Core Processor', 'EPYC 7001'],
  ['AMD EPYC 7601 32-Core Processor', 'EPYC 7001'],
  ['AMD EPYC 7742 64-Core Processor', 'EPYC 7002'],
  ['AMD EPYC 7F52 16-Core Processor', 'EPYC 7002'],
  ['AMD EPYC 7H12 64-Core Processor', 'EPYC 7002'],
  // Taken for one of the 7001 series by tools that look at its first digits.
  ['AMD EPYC 7643 48-Core Processor', 'EPYC 7003'],
  ['AMD EPYC 75F3 32-Core Processor', 'EPYC 7003'],
  ['AMD EPYC 7773X 64-Core Processor', 'EPYC 7003'],
  ['AMD EPYC 9654 96-Core Processor', 'EPYC 9004'],
  ['AMD EPYC 9555 64-Core Processor', 'EPYC 9005'],
  ['AMD Opteron(tm) Processor 6274', 'Opteron 6200'],
  ['Six-Core AMD Opteron(tm) Processor 2435', 'Opteron 2400'],
  ['Intel(R) Atom(TM) CPU C3958 @ 2.00GHz', 'Atom C3000'],
];

function seriesFact(cpuModel: string): Reading<unknown> {
  const reader = PROPERTY_READERS['host.cpuSeries'];
  if (reader.kind !== 'told') throw new Error('it is told by the host');
  const hardware = parseXml('<val><cpuModel/></val>');
  const content = { object: { type: 'HostSystem', value: 'host-1' }, missing: new Map() };
  return reader.from({ ...content, properties: new Map([['summary.hardware', hardware]]) }, { ...HOST, cpuModel });
}

const rules = await loadPacks({ dir: 'rules', packs: new Set(['upgrade']) });
const ofRules = rules
  .filter(({ id }) => id.startsWith('upgrade/cpu-') && id !== 'upgrade/cpu-xsave')
  .flatMap(({ check }) => (check.kind === 'property' && check.operator.op === 'notOneOf' ? check.operator.values : []));

describe('series that no source speaks of', () => {
  test.each([
    'AMD Opteron(tm) Processor 6276',
    'Intel(R) Xeon(R) CPU E5440 @ 2.83GHz',
    'Intel(R) Xeon(R) CPU X7460 @ 2.66GHz',
    'Intel(R) Xeon(R) CPU E3-1285L v4 @ 3.40GHz',
    'Intel(R) Xeon(R) CPU E5-2430 v3 @ 2.40GHz',
    'Intel(R) Xeon(R) CPU D-1627 @ 2.90GHz',
    'Intel(R) Atom(TM) CPU C2758 @ 2.40GHz',
    'AMD EPYC 3251 8-Core Processor',
  ])('%s is of one, and unread: no rule of upgrades passes it', (cpuModel) => {
    expect(seriesOf(cpuModel)).not.toBeNull();
    const reading = seriesFact(cpuModel);
    expect(reading.kind === 'unread' && reading.problem.detail).toContain('no source says whether newer releases run');
    const facts = {
      ...factsOf({ host: { cpuModel } }),
      properties: new Map([['host.cpuSeries', reading as Reading<string>]]),
    };
    const cpu = rules.filter(({ id }) => id.startsWith('upgrade/cpu-not'));
    const found = evaluateHost(facts, cpu, new Map([['target-release', '24755229']]));
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
  });

  test.each([
    'Intel(R) Xeon(R) Gold 6330 CPU @ 2.00GHz',
    'INTEL(R) XEON(R) PLATINUM 8592+',
    'Intel(R) Xeon(R) 6787P',
    'AMD EPYC 7643 48-Core Processor',
    'AMD EPYC 9654 96-Core Processor',
    'Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz',
    'Intel(R) Xeon(R) CPU X5650 @ 2.67GHz',
  ])('%s is of one that the lists name, or that came after them', (cpuModel) => {
    expect(shown(seriesFact(cpuModel))).toBe(seriesOf(cpuModel));
  });

  test('the lists of the rules are those that are known to be lists', () => {
    expect(ofRules.map(String).toSorted()).toEqual([...LISTED].toSorted());
  });
});

describe('the series of a processor', () => {
  test.each(NAMES)('%s is of the series %s', (name, series) => {
    expect(seriesOf(name)).toBe(series);
  });

  test('no name that was cut, doubled or garbled is of another series than the whole one', () => {
    for (const [name, series] of NAMES) {
      for (const mutant of mutantsOf(name)) {
        expect([series, null], `${JSON.stringify(mutant)}, of ${JSON.stringify(name)}`).toContain(seriesOf(mutant));
      }
    }
  });

  test.each([
    '',
    'unknown',
    'Intel(R) Xeon(R) CPU',
    'Intel(R) Xeon(R) CPU E5-2680',
    'Intel(R) Xeon(R) CPU E5-2680 v @ 2.40GHz',
    'Intel(R) Xeon(R) CPU E5-26801 v4 @ 2.40GHz',
    'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
    'AMD EPYC 75',
    'AMD EPYC 7550 32-Core Processor',
    'Intel(R) Xeon(R) Gold 6130 and AMD EPYC 7551',
  ])('%j is of none', (name) => {
    expect(seriesOf(name)).toBeNull();
  });

  test('a hostile name takes no time', () => {
    const begun = performance.now();
    expect(seriesOf(`Intel(R) Xeon(R) ${'CPU '.repeat(100_000)}E5-`)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

/** Cut at either end, without or with a doubled character, said twice, without its blanks, with other case. */
function mutantsOf(name: string): readonly string[] {
  const each = Array.from({ length: name.length }, (_, at) => at);
  return [
    ...each.map((at) => name.slice(0, at)),
    ...each.map((at) => `${name.slice(0, at)}${name.slice(at + 1)}`).filter((one) => !isAnotherNumber(name, one)),
    `${name} ${name}`,
    name.replaceAll(' ', ''),
    name.replaceAll(' ', '   '),
    name.toUpperCase(),
    name.toLowerCase(),
  ];
}

/** A name that lost a digit, or a letter of its number, may be another processor's own name: E5-2680 v4 and E5-268 v4. */
function isAnotherNumber(name: string, mutant: string): boolean {
  return name
    .split('')
    .some((character, at) => `${name.slice(0, at)}${name.slice(at + 1)}` === mutant && /\d/.test(character));
}

const ZERO = '0000:0000:0000:0000:0000:0000:0000:0000';

function level(number: number, registers: Readonly<Record<string, string>>): string {
  const all = { eax: ZERO, ebx: ZERO, ecx: ZERO, edx: ZERO, ...registers };
  const inside = Object.entries(all).map(([name, bits]) => `<${name}>${bits}</${name}>`);
  return `<HostCpuIdInfo><level>${number}</level>${inside.join('')}</HostCpuIdInfo>`;
}

/** As a real host has it. */
const MAKER = level(0, {
  ebx: '0111:0101:0110:1110:0110:0101:0100:0111',
  ecx: '0110:1100:0110:0101:0111:0100:0110:1110',
  edx: '0100:1001:0110:0101:0110:1110:0110:1001',
});
const WITH = '1111:1111:1111:1010:0011:0010:0010:1011';
const WITHOUT = '1111:1011:1111:1010:0011:0010:0010:1011';

function xsave(...items: readonly string[]): unknown {
  return shown(factOf('host.cpuXsave', `<val xsi:type="ArrayOfHostCpuIdInfo">${items.join('')}</val>`));
}

describe('XSAVE', () => {
  test('is bit 26 of ecx at level 1, the highest bit first', () => {
    expect(xsave(MAKER, level(1, { ecx: WITH }), level(-2147483648, {}))).toBe('true');
    expect(xsave(MAKER, level(1, { ecx: WITHOUT }))).toBe('false');
  });

  test.each([
    ['no level', []],
    ['no level 0, which tells the order of the bits', [level(1, { ecx: WITH })]],
    ['no level 1', [MAKER]],
    ['two of level 1', [MAKER, level(1, { ecx: WITH }), level(1, { ecx: WITHOUT })]],
    ['a maker that is none', [level(0, {}), level(1, { ecx: WITH })]],
    ['bits the other way round', [level(0, { ebx: '1110:0010:1010:0110' }), level(1, { ecx: WITH })]],
    ['a cut register', [MAKER, level(1, { ecx: WITH.slice(0, -5) })]],
    ['an empty register', [MAKER, level(1, { ecx: '' })]],
    ['marks that are no digits', [MAKER, level(1, { ecx: WITH.replaceAll('1', 'x') })]],
    ['another register that is garbled', [MAKER, level(1, { ecx: WITH, edx: 'no' })]],
    ['a level that is no number', [MAKER, level(1, { ecx: WITH }).replace('>1<', '>one<')]],
  ])('%s is unread', (_, items) => {
    expect(xsave(...items)).toBe('unread');
  });
});

function network(...members: readonly string[]): unknown {
  return shown(factOf('host.nicDrivers', `<val xsi:type="HostNetworkInfo">${members.join('')}</val>`));
}

function card(name: string, driver: string): string {
  return `<pnic><key>key-${name}</key><device>${name}</device>${driver}</pnic>`;
}

const I40EN = '<driver>i40en</driver>';
const USED = '<vswitch><pnic>key-vmnic0</pnic></vswitch>';

describe('drivers', () => {
  test('of cards and adapters, each once', () => {
    expect(
      network(USED, card('vmnic0', I40EN), card('vmnic1', I40EN), card('vmnic2', '<driver>ntg3</driver>')),
    ).toEqual(['i40en', 'ntg3']);
    const adapter = '<HostHostBusAdapter><device>vmhba0</device><driver>lsi_mr3</driver></HostHostBusAdapter>';
    const answer = `<val xsi:type="ArrayOfHostHostBusAdapter">${adapter}</val>`;
    expect(shown(factOf('host.adapterDrivers', answer))).toEqual(['lsi_mr3']);
  });

  test.each([
    ['no card', []],
    ['a card without a driver', [card('vmnic0', I40EN), card('vmnic1', '')]],
    ['an empty driver', [card('vmnic0', '<driver/>')]],
    ['a card twice', [card('vmnic0', I40EN), card('vmnic0', I40EN)]],
    ['a switch with a card that is not listed', [USED, card('vmnic1', I40EN)]],
    ['a driver with a blank', [card('vmnic0', '<driver>i40 en</driver>')]],
  ])('%s is unread', (_, members) => {
    expect(network(...members)).toBe('unread');
  });
});

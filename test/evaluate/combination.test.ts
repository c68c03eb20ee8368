import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeAll, judgeAny, judgeNot } from '../../src/evaluate/combination.ts';
import { type Judgement, judgement } from '../../src/checks/judgement/judgement.ts';
import { oneHorizon } from '../../src/checks/judgement/judgement.ts';
import type { Outlook } from '../../src/model/finding.ts';

function boots(now: Outlook, nextBoot: Outlook): Judgement {
  const verdict =
    now === 'fail' || nextBoot === 'fail' ? 'fail' : now === 'pass' && nextBoot === 'pass' ? 'pass' : 'unknown';
  return judgement({ verdict, horizons: { now, nextBoot, nextPatch: null }, message: `now ${now}, then ${nextBoot}.` });
}

const pass = oneHorizon('pass', { message: 'Well.' });
const fail = oneHorizon('fail', { message: 'Wrong.' });
const unknown = oneHorizon('unknown', { message: 'Unread.', reason: 'timeout' });
const warn = oneHorizon('warn', { message: 'Risky.' });
const absent = judgement({ verdict: 'not-applicable', message: 'Not there.' });

function told({ verdict, state, message }: Judgement) {
  return [verdict, state, message];
}

test.each([
  [
    [pass, fail, unknown],
    ['fail', 'non-compliant', 'Wrong.'],
  ],
  [
    [pass, unknown],
    ['unknown', 'unknown', 'Unread.'],
  ],
  [
    [pass, absent],
    ['unknown', 'unknown', 'Not there.'],
  ],
  [
    [fail, absent],
    ['fail', 'non-compliant', 'Wrong.'],
  ],
  [
    [pass, warn],
    ['warn', null, 'Risky.'],
  ],
  [
    [absent, absent],
    ['not-applicable', null, 'Not there. Not there.'],
  ],
  [
    [pass, boots('pass', 'fail')],
    ['fail', 'regresses-on-reboot', 'now pass, then fail.'],
  ],
  [
    [fail, boots('fail', 'pass')],
    ['fail', 'non-compliant', 'Wrong. now fail, then pass.'],
  ],
] as const)('all: case %#', (parts, wanted) => {
  expect(told(judgeAll(parts))).toEqual(wanted);
});

test.each([
  [
    [fail, pass, unknown],
    ['pass', 'compliant', 'Well.'],
  ],
  [
    [fail, unknown],
    ['unknown', 'unknown', 'Unread.'],
  ],
  [
    [fail, absent],
    ['fail', 'non-compliant', 'Wrong.'],
  ],
  [
    [fail, warn],
    ['warn', null, 'Risky.'],
  ],
  [
    [warn, unknown],
    ['unknown', 'unknown', 'Unread.'],
  ],
  [
    [fail, boots('fail', 'pass')],
    ['fail', 'reboot-pending', 'Wrong. now fail, then pass.'],
  ],
] as const)('any: case %#', (parts, wanted) => {
  expect(told(judgeAny(parts))).toEqual(wanted);
});

test.each([
  [pass, ['fail', 'non-compliant']],
  [fail, ['pass', 'compliant']],
  [unknown, ['unknown', 'unknown']],
  [warn, ['fail', 'non-compliant']],
  [absent, ['not-applicable', null]],
  [boots('pass', 'fail'), ['fail', 'reboot-pending']],
] as const)('not: case %#', (part, wanted) => {
  expect(told(judgeNot(part)).slice(0, 2)).toEqual(wanted);
});

const outlook = fc.constantFrom<Outlook>('pass', 'fail', 'unknown');
const part = fc.oneof(
  fc.constantFrom(pass, fail, unknown, warn, absent),
  fc.tuple(outlook, outlook).map(([now, nextBoot]) => boots(now, nextBoot)),
);
const hidden = (each: Judgement): Judgement =>
  each.horizons.nextBoot === null ? unknown : boots('unknown', 'unknown');

test('hiding a part leaves the verdict of a combination as it was or makes it unknown', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.nat(), fc.boolean(), (parts, at, isAny) => {
      const join = isAny ? judgeAny : judgeAll;
      const before = join(parts).verdict;
      const after = join(parts.map((each, index) => (index === at % parts.length ? hidden(each) : each))).verdict;
      expect([before, 'unknown']).toContain(after);
    }),
  );
});

test('all of the negations is the negation of any, where every part applies and none only warns', () => {
  const plain = part.filter(({ verdict }) => verdict !== 'warn' && verdict !== 'not-applicable');
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 5 }), (parts) => {
      expect(judgeAll(parts.map(judgeNot)).horizons).toEqual(judgeNot(judgeAny(parts)).horizons);
    }),
  );
});

import { expect, test } from 'vitest';
import { flipSentences } from '../../reports/scan/flip-words.ts';
import type { Since } from '../../src/model/changes-since.ts';
import type { BuildStep, Flip } from '../../src/model/flip.ts';

const FLIP: Flip = {
  setting: 'iovDisableIR',
  kind: 'default',
  before: 'FALSE',
  after: 'TRUE',
  extent: 'one',
  hosts: 1,
  read: 1,
  followed: 1,
  kept: 0,
  agree: 0,
  differ: 0,
  rules: [],
  uncovered: 1,
  failing: [],
};

/** A step of one host of a model. */
function step(model: string, flip: Partial<Flip>): BuildStep {
  return {
    before: { build: '1', release: null },
    after: { build: '2', release: null },
    vendor: 'Maker',
    model,
    hosts: [`host of ${model}`],
    silent: 0,
    compared: 1,
    unread: 0,
    flips: [{ ...FLIP, ...flip }],
    drift: [],
  };
}

function sentences(...steps: readonly BuildStep[]): readonly string[] {
  return flipSentences({ flips: { steps, buildUnread: 0 } } as unknown as Since);
}

test('what others of one model bear out is no proof for another', () => {
  expect(sentences(step('A', { agree: 3 }), step('B', {}))).toEqual([
    expect.stringMatching(/^With build 2 on Maker A, .*, and 3 other hosts of the model on that build bear it out/),
    expect.stringMatching(/^With build 2 on Maker B, .*, which is no proof/),
  ]);
});

test('what others of a model contradict is contradicted of no other', () => {
  const told = sentences(step('A', { differ: 1 }), step('B', { agree: 1 }), step('C', { agree: 1 }));
  expect(told).toEqual([
    expect.stringContaining('Maker A, 1 default changed on 1 of 1 host'),
    expect.stringContaining('Maker B, 1 default changed on 1 of 1 host'),
    expect.stringContaining('Maker C, 1 default changed on 1 of 1 host'),
  ]);
  expect(told.map((text) => text.includes('contradict'))).toEqual([true, false, false]);
});

test('models that show the same, and as little proof of it, are one sentence', () => {
  expect(sentences(step('A', {}), step('B', {}))).toEqual([
    expect.stringMatching(/^With build 2 on 2 models .*changed on all 2 hosts .*, which is no proof/),
  ]);
  const whole = { extent: 'all', hosts: 2, read: 2 } as const;
  expect(sentences(step('A', { ...whole, agree: 3 }), step('B', whole))).toHaveLength(1);
});

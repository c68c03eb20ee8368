import type { BuildStep, Flip, FlipsSeen } from '../../src/model/flip.ts';

/** What patches did to defaults, as the contracts have it: named keys in their order, so that what is read back is written as it was. */
export function flipsRecord({ steps, buildUnread }: FlipsSeen): FlipsSeen {
  return { steps: steps.map(stepRecord), buildUnread };
}

function stepRecord(step: BuildStep): BuildStep {
  const { before, after, vendor, model, hosts, silent, compared, unread } = step;
  const [flips, drift] = [step.flips.map(flipRecord), step.drift.map(flipRecord)];
  return { before, after, vendor, model, hosts, silent, compared, unread, flips, drift };
}

function flipRecord(flip: Flip): Flip {
  const { setting, kind, before, after, extent, hosts, read, followed, kept, agree, differ } = flip;
  const { rules, uncovered, failing, named } = flip;
  const seen = { setting, kind, before, after, extent, hosts, read, followed, kept, agree, differ };
  return { ...seen, rules, uncovered, failing, ...(named === undefined ? {} : { named }) };
}

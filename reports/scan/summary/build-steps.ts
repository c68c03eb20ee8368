import type { Since } from '../../../src/model/changes-since.ts';
import type { BuildStep, Flip, FlipExtent } from '../../../src/model/flip.ts';
import { grouped, type NonEmpty } from '../../../src/model/group-by.ts';

/** Build steps of all models that show the same, with their hosts added up. */
export interface JointStep extends Omit<BuildStep, 'vendor' | 'model'> {
  /** `HPE ProLiant DL380 Gen10`, as it was told; null for hosts that told neither maker nor model. */
  readonly models: readonly (string | null)[];
}

/**
 * Steps as people want them: models that show the same, by the same evidence, together, and what no rule covers first. What few
 * hosts of a model show is borne out by others of that model alone: it stays apart, for it proves nothing of other models.
 */
export function jointSteps({ flips }: Pick<Since, 'flips'>): readonly JointStep[] {
  const alike = grouped(flips?.steps ?? [], (step) =>
    JSON.stringify([step.before.build, step.after.build, step.flips.map((flip) => likeness(flip, step))]),
  );
  return [...alike.values()].map(joined);
}

function likeness({ setting, kind, before, after, extent, ...flip }: Flip, step: BuildStep): readonly unknown[] {
  return [setting, kind, before, after, extent, ...(isThin(extent) ? evidenceOf(flip, step) : [])];
}

/** Whether too few hosts were read for the change to be the patch's doing by what they show alone. */
export function isThin(extent: FlipExtent): boolean {
  return extent === 'one' || extent === 'few-read';
}

function evidenceOf({ agree, differ }: Pick<Flip, 'agree' | 'differ'>, step: BuildStep): readonly unknown[] {
  if (differ > 0) return ['denied'];
  return agree === 0 ? ['none'] : ['borne out', step.vendor, step.model];
}

function joined(steps: NonEmpty<BuildStep>): JointStep {
  const [{ vendor: _vendor, model: _model, ...first }] = steps;
  const sum = (count: (step: BuildStep) => number) => steps.reduce((total, step) => total + count(step), 0);
  return {
    ...first,
    models: steps.map(modelOf),
    hosts: steps.flatMap(({ hosts }) => hosts),
    silent: sum(({ silent }) => silent),
    compared: Math.max(...steps.map(({ compared }) => compared)),
    unread: Math.max(...steps.map(({ unread }) => unread)),
    flips: first.flips
      .map((_, index) => joinedFlip(steps.flatMap(({ flips }) => flips[index] ?? [])))
      .filter((flip) => flip !== null)
      .toSorted((one, other) => Number(isOpen(other)) - Number(isOpen(one))),
    drift: steps.flatMap(({ drift }) => drift),
  };
}

function modelOf({ vendor, model }: BuildStep): string | null {
  const told = [vendor, model].filter((text) => text !== null);
  return told.length === 0 ? null : told.join(' ');
}

/** The same change on hosts of several models. */
function joinedFlip(flips: readonly Flip[]): Flip | null {
  const [first, ...others] = flips;
  if (first === undefined || others.length === 0) return first ?? null;
  const sum = (count: (flip: Flip) => number) => flips.reduce((total, flip) => total + count(flip), 0);
  const isTold = flips.every(({ rules }) => rules !== null);
  return {
    ...first,
    hosts: sum(({ hosts }) => hosts),
    read: sum(({ read }) => read),
    followed: sum(({ followed }) => followed),
    kept: sum(({ kept }) => kept),
    agree: sum(({ agree }) => agree),
    differ: sum(({ differ }) => differ),
    rules: isTold ? [...new Set(flips.flatMap(({ rules }) => rules ?? []))] : null,
    uncovered: isTold ? sum(({ uncovered }) => uncovered ?? 0) : null,
    failing: [...new Set(flips.flatMap(({ failing }) => failing))],
    ...(first.named === undefined ? {} : { named: flips.flatMap(({ named = [] }) => named) }),
  };
}

/** Whether no rule covers it on some of its hosts, or nobody knows. */
export function isOpen({ uncovered }: Flip): boolean {
  return uncovered !== 0;
}

/** Another default of a setting that is there before and after. */
export function isDefault({ kind }: Flip): boolean {
  return kind === 'default';
}

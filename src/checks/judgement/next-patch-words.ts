import type { Confidence, Doubt, KnownDefault, TargetRelease } from '../../model/catalog.ts';
import type { Outlook } from '../../model/finding.ts';
import type { KernelSetting } from '../../model/kernel-setting.ts';
import type { ProblemCode } from '../../model/problem.ts';
import type { Check } from '../../model/check.ts';
import type { Forecast } from './forecast.ts';
import { type PatchPath, provenanceOf } from './patch-path.ts';
import { booleanIn, isBooleanWord } from '../values/value.ts';

/** All that a sentence about the next patch is made of. The name of the host itself is not among it. */
export interface PatchCase {
  readonly check: Extract<Check, { kind: 'kernelSetting' }>;
  /** Null: not read, or not there. */
  readonly setting: KernelSetting | null;
  readonly target: TargetRelease;
  /** Its default in the target release; nothing known: not measured, or not there where `target.measured`. */
  readonly forecast: Forecast;
  readonly path: PatchPath;
}

const ADVICE = 'Ride the patch, then let the gate decide before the host leaves maintenance mode.';

/** What the patch would do, and what to do about it. */
export function messageAhead(patchCase: PatchCase, nextPatch: Outlook): string {
  const closed = pathSentence(patchCase.path, patchCase.target);
  if (closed !== null) return closed;
  return nextPatch === 'pass' ? staysRight(patchCase) : `${mayTurn(patchCase)} ${ADVICE}`;
}

/** Why a host does not come to the target by a patch; null where it may. */
export function pathSentence(path: PatchPath, target: TargetRelease): string | null {
  switch (path.kind) {
    case 'older':
      return `${target.name} is older than what the host runs, so nothing is predicted.`;
    case 'not-certified':
      return `${path.certified.model} is certified up to ${path.certified.highest} (${path.certified.source}, ${path.certified.asOf}), so nothing is predicted for ${target.name}.`;
    case 'same-build':
      return `The host runs ${target.name} already.`;
    case 'open':
      return null;
  }
}

/** Why nothing is predicted. */
export function reasonFor({ path, target, forecast }: PatchCase): ProblemCode {
  if (path.kind === 'older') return 'target-older';
  if (path.kind === 'not-certified') return 'path-not-certified';
  if (forecast.doubt === 'depends-on-machine') return 'target-depends-on-machine';
  if (forecast.known !== null) return forecast.doubt === null ? 'unexpected-answer' : 'target-measured-elsewhere';
  return target.measured ? 'setting-gone-at-target' : 'target-not-measured';
}

function staysRight({ check, setting, forecast: { known }, target }: PatchCase): string {
  const isAboutValue = check.operator.op !== 'present' && check.operator.op !== 'absent';
  if (isAboutValue && setting !== null && provenanceOf(setting) === 'explicit') {
    return `It was set on purpose, and is presumed to outlast ${target.name}.`;
  }
  if (known === null) return `${target.name} does not have it either.`;
  if (check.operator.op === 'present') return `${target.name} has it too (${sureness(known)}).`;
  return `Its default in ${target.name} is ${shown(known.value)} (${sureness(known)}), which is right as well.`;
}

function mayTurn(patchCase: PatchCase): string {
  const { check, forecast, target } = patchCase;
  const { known, doubt } = forecast;
  if (doubt !== null) return doubtSentence(patchCase, doubt);
  if (known === null && target.measured) return `${target.name} does not have the setting, as measured on a lab host.`;
  if (known === null) return `Its default in ${target.name} was not measured, so nothing is predicted.`;
  if (check.operator.op === 'absent') return `${target.name} has the setting (${sureness(known)}).`;
  return `Its default in ${target.name} is ${shown(known.value)} (${sureness(known)}), and whether the host merely follows its default cannot be told.`;
}

/** What speaks for each side, and why nothing is relied on. */
function doubtSentence({ forecast: { known, against }, target }: PatchCase, doubt: Doubt): string {
  const told = known === null ? '' : `${shown(known.value)} (${sureness(known)})`;
  const others = against.map((each) => `${shown(each.value)} (${sureness(each)})`).join(', ');
  switch (doubt) {
    case 'contradiction':
      return known === null
        ? `${target.name} does not have the setting as measured on a lab host, and has it as ${others}: one contradicts the other.`
        : `Its default in ${target.name} is ${told}, and ${others}: one contradicts the other.`;
    case 'depends-on-machine':
      return `Its default in ${target.name} depends on the machine: ${others}, so nothing is predicted.`;
    case 'between-measured':
      return `Its default in ${target.name} was not measured. In ${known?.source ?? ''} it is ${shown(known?.value ?? '')}, the same before and after (inferred).`;
    case 'other-model':
    case 'other-image':
    case 'machine-untold':
      return `Its default in ${target.name} is ${told}, which says too little of this host.`;
  }
}

const SURENESS: Readonly<Record<Exclude<Confidence, 'site'>, string>> = {
  measured: 'measured on a lab host',
  C2: 'two or more sources',
  S1: 'one source',
  inferred: 'inferred',
};

/** How well a default is known, and by what where it was not measured on a lab host. */
function sureness({ confidence, source }: KnownDefault): string {
  if (confidence === 'site') return source;
  return confidence === 'measured' ? SURENESS.measured : `${SURENESS[confidence]}: ${source}`;
}

function shown(value: string): string {
  if (value === '') return '(empty)';
  return isBooleanWord(value) ? String(booleanIn(value)).toUpperCase() : value;
}

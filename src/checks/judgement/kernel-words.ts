import type { Outlook } from '../../model/finding.ts';
import type { KernelSetting } from '../../model/kernel-setting.ts';
import type { Problem } from '../../model/problem.ts';
import type { Check } from '../../model/check.ts';
import { clauseFor } from './problem-words.ts';
import { booleanIn, isBooleanWord, valueTypeOf } from '../values/value.ts';
import { wordsForWanted } from '../values/operator-words.ts';

/** All that a sentence about a kernel setting is made of. No host's name is among it. */
export interface KernelCase {
  readonly check: Extract<Check, { kind: 'kernelSetting' }>;
  readonly setting: KernelSetting;
  readonly now: Outlook;
  readonly nextBoot: Outlook;
  readonly problem: Problem | null;
}

/** One sentence that an administrator understands in the middle of the night. */
export function messageFor(kernelCase: KernelCase): string {
  const { now, nextBoot } = kernelCase;
  return now === 'unknown' || nextBoot === 'unknown' ? partlyKnown(kernelCase) : known(kernelCase);
}

/** What to do about it; null where nothing needs to be set. */
export function adviceFor({ check, nextBoot, now }: KernelCase): string | null {
  if (nextBoot !== 'fail') return null;
  const wanted = wordsForWanted(check.operator);
  if (now === 'pass') return `Set ${wanted} before anyone reboots it.`;
  return now === 'fail' ? `Set ${wanted}, then reboot.` : `Set ${wanted}.`;
}

function known(kernelCase: KernelCase): string {
  const { check, setting, now, nextBoot } = kernelCase;
  const [runtime, configured] = [shown(kernelCase, setting.runtime), shown(kernelCase, setting.configured)];
  const wanted = wordsForWanted(check.operator);
  const both =
    runtime === configured ? `${runtime} now and after a reboot` : `${runtime} now and ${configured} after a reboot`;
  if (now === 'pass' && nextBoot === 'pass') return `${check.name} is ${both}.`;
  if (now === 'pass')
    return `${check.name} runs as ${runtime} but turns ${configured} with the next reboot; expected ${wanted}.`;
  if (nextBoot === 'fail') return `${check.name} is ${both}; expected ${wanted}.`;
  return `${check.name} still runs as ${runtime}, but is set to ${configured} for the next boot: only a reboot is due.`;
}

function partlyKnown(kernelCase: KernelCase): string {
  const { check, setting, now, nextBoot, problem } = kernelCase;
  const { name, operator } = check;
  const why = clauseFor(problem ?? { code: 'not-reported', detail: '' });
  if (now === 'unknown' && nextBoot === 'unknown') return `${name} could not be read: ${why}.`;
  const tail = now === 'fail' || nextBoot === 'fail' ? `; expected ${wordsForWanted(operator)}` : '';
  if (nextBoot === 'unknown') {
    return `${name} runs as ${shown(kernelCase, setting.runtime)}${tail}; what holds after a reboot could not be read: ${why}.`;
  }
  const stored = setting.source === 'advanced-option' ? ' (stored option, presumed to hold from the next boot)' : '';
  return `${name} is set to ${shown(kernelCase, setting.configured)}${stored}${tail}; what runs now could not be read: ${why}.`;
}

/** Booleans as esxcli writes them, so that hosts of different releases share one message; long texts are cut. */
function shown({ check, setting }: KernelCase, value: string | null): string {
  if (value === null) return '?';
  const truth = isBoolean(check, setting) ? booleanIn(value) : undefined;
  if (truth !== undefined) return String(truth).toUpperCase();
  if (value === '') return '(empty)';
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}

/** A boolean by its type, or by what the rule wants of it. */
function isBoolean({ operator }: KernelCase['check'], { type }: KernelSetting): boolean {
  const kind = valueTypeOf(type);
  return (
    kind === 'boolean' || (kind === 'untyped' && operator.op === 'equals' && isBooleanWord(String(operator.value)))
  );
}

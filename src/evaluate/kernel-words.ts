import type { Outlook } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import type { Check } from '../model/rule.ts';
import { clauseFor } from './problem-words.ts';
import { booleanIn } from './value.ts';
import { wordsForWanted } from './wanted.ts';

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

function known({ check, setting, now, nextBoot }: KernelCase): string {
  const [runtime, configured] = [shown(setting.runtime), shown(setting.configured)];
  const wanted = wordsForWanted(check.operator);
  const both =
    runtime === configured ? `${runtime} now and after a reboot` : `${runtime} now and ${configured} after a reboot`;
  if (now === 'pass' && nextBoot === 'pass') return `${check.name} is ${both}.`;
  if (now === 'pass')
    return `${check.name} runs as ${runtime} but turns ${configured} with the next reboot; wanted is ${wanted}.`;
  if (nextBoot === 'fail') return `${check.name} is ${both}; wanted is ${wanted}.`;
  return `${check.name} still runs as ${runtime}, but is set to ${configured} for the next boot: only a reboot is due.`;
}

function partlyKnown({ check, setting, now, nextBoot, problem }: KernelCase): string {
  const { name, operator } = check;
  const why = clauseFor(problem?.code ?? 'not-reported');
  if (now === 'unknown' && nextBoot === 'unknown') return `${name} could not be read: ${why}.`;
  const tail = now === 'fail' || nextBoot === 'fail' ? `; wanted is ${wordsForWanted(operator)}` : '';
  if (nextBoot === 'unknown') {
    return `${name} runs as ${shown(setting.runtime)}${tail}; what holds after a reboot could not be read: ${why}.`;
  }
  const stored = setting.source === 'advanced-option' ? ' (stored option, presumed to hold from the next boot)' : '';
  return `${name} is set to ${shown(setting.configured)}${stored}${tail}; what runs now could not be read: ${why}.`;
}

/** Booleans as esxcli writes them, so that hosts of different releases share one message; long texts are cut. */
function shown(value: string | null): string {
  if (value === null) return '?';
  if (/^(true|false)$/i.test(value.trim()) && booleanIn(value) !== undefined) return value.trim().toUpperCase();
  if (value === '') return '(empty)';
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}

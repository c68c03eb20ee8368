import type { Outlook, Shown, State } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { read, type Reading } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import { because, type Judgement, judgement } from './judgement.ts';
import { adviceFor, type KernelCase, messageFor } from './kernel-words.ts';
import { holds } from './operator.ts';
import { clauseFor } from './problem-words.ts';
import { valueTypeOf } from './value.ts';
import { shownWanted } from './wanted.ts';

type KernelCheck = Extract<Check, { kind: 'kernelSetting' }>;

/** Judges a VMkernel setting by Runtime (now) and Configured (next boot). */
export function judgeKernelSetting(check: KernelCheck, reading: Reading<KernelSetting>): Judgement {
  if (check.operator.op === 'present' || check.operator.op === 'absent') return judgePresence(check, reading);
  switch (reading.kind) {
    case 'absent':
      return judgement({
        verdict: 'not-applicable',
        expected: shownWanted(check.operator),
        message: `This release does not have the setting ${check.name}.`,
      });
    case 'unread':
      return judgeValues(check, unreadSetting(reading.problem));
    case 'read':
      return judgeValues(check, reading.value);
  }
}

function judgeValues(check: KernelCheck, setting: KernelSetting): Judgement {
  const now = outlook(truthOf(check, setting, setting.runtime));
  const nextBoot = outlook(truthOf(check, setting, setting.configured));
  const verdict = verdictOf(now, nextBoot);
  const problem = problemOf(setting, now, nextBoot);
  const kernelCase: KernelCase = { check, setting, now, nextBoot, problem };
  return judgement({
    verdict,
    state: stateOf(now, nextBoot),
    horizons: { now, nextBoot, nextPatch: null },
    observed: observed(setting),
    expected: shownWanted(check.operator),
    message: messageFor(kernelCase),
    advice: adviceFor(kernelCase),
    ...(problem === null ? {} : because(problem)),
    mendable: nextBoot === 'fail',
  });
}

/** Any known fail makes `fail`; else anything unread makes `unknown`; else `pass`. */
function verdictOf(now: Outlook, nextBoot: Outlook): 'fail' | 'unknown' | 'pass' {
  if (now === 'fail' || nextBoot === 'fail') return 'fail';
  return now === 'pass' && nextBoot === 'pass' ? 'pass' : 'unknown';
}

/** The state of what has two horizons (design.md 2). */
export function stateOf(now: Outlook, nextBoot: Outlook): State {
  if (now === 'unknown' || nextBoot === 'unknown') return 'unknown';
  if (now === 'pass') return nextBoot === 'pass' ? 'compliant' : 'regresses-on-reboot';
  return nextBoot === 'pass' ? 'reboot-pending' : 'non-compliant';
}

function truthOf(check: KernelCheck, setting: KernelSetting, value: string | null): Truth {
  return value === null ? undefined : holds(check.operator, read(value), valueTypeOf(setting.type));
}

function outlook(truth: Truth): Outlook {
  if (truth === undefined) return 'unknown';
  return truth ? 'pass' : 'fail';
}

function problemOf(setting: KernelSetting, now: Outlook, nextBoot: Outlook): Problem | null {
  if (now !== 'unknown' && nextBoot !== 'unknown') return null;
  if (setting.problem !== null) return setting.problem;
  const missing = setting.runtime === null || setting.configured === null;
  return missing
    ? { code: 'setting-not-reported', detail: 'a value was not reported' }
    : { code: 'unexpected-answer', detail: 'a value cannot be compared' };
}

function unreadSetting(problem: Problem): KernelSetting {
  return { type: null, default: null, configured: null, runtime: null, source: 'esxcli', problem };
}

function observed(setting: KernelSetting): Shown {
  return { default: setting.default, configured: setting.configured, runtime: setting.runtime };
}

/** Whether a release has the setting at all: the same now and after a reboot. */
function judgePresence(check: KernelCheck, reading: Reading<KernelSetting>): Judgement {
  const now = outlook(holds(check.operator, reading.kind === 'read' ? read('') : reading, 'text'));
  const horizons = { now, nextBoot: now, nextPatch: null };
  const expected = shownWanted(check.operator);
  if (reading.kind === 'unread') {
    const why = clauseFor(reading.problem);
    const message = `Whether the host has the setting ${check.name} could not be read: ${why}.`;
    return judgement({
      verdict: 'unknown',
      state: 'unknown',
      horizons,
      expected,
      message,
      ...because(reading.problem),
    });
  }
  return judgement({
    verdict: verdictOf(now, now),
    state: stateOf(now, now),
    horizons,
    observed: reading.kind === 'read' ? observed(reading.value) : null,
    expected,
    message: `The setting ${check.name} is ${reading.kind === 'read' ? 'present' : 'absent'}.`,
  });
}

import type { KnownDefault, TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { FindingNote, Horizons, Outlook } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { ABSENT, read, type Reading } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import type { Judgement } from './judgement.ts';
import { messageAhead, type PatchCase, pathSentence, reasonFor } from './next-patch-words.ts';
import { holds } from './operator.ts';
import { pathNotes, pathTo } from './patch-path.ts';
import { provenanceOf } from './provenance.ts';
import { valueTypeOf } from './value.ts';

type KernelCheck = Extract<Check, { kind: 'kernelSetting' }>;

/**
 * The judgement of a check with what the planned patch would do to it: `horizons.nextPatch`, and `warn` where nothing
 * fails now or after a reboot but the patch may break it, or cannot be predicted (design: three horizons). A check with
 * one horizon, a rule that does not apply and a host that runs the release already stay as they are. Pure.
 */
export function withNextPatch(
  judged: Judgement,
  check: Check,
  facts: HostFacts,
  target: TargetRelease | null,
): Judgement {
  if (target === null || check.kind !== 'kernelSetting' || judged.horizons.nextBoot === null) return judged;
  const path = pathTo(target, facts.host);
  if (path.kind === 'same-build') return noted(judged, [{ text: pathSentence(path, target) ?? '', reference: null }]);
  const reading = facts.kernel.get(check.name);
  const setting = reading?.kind === 'read' ? reading.value : null;
  const known = target.defaults.get(check.name) ?? null;
  const patchCase: PatchCase = { check, setting, target, known, path };
  const nextPatch = path.kind === 'open' ? outlookOf(patchCase) : 'unknown';
  const ahead = { ...warned(judged, nextPatch, patchCase), horizons: { ...judged.horizons, nextPatch } };
  return noted(ahead, pathNotes(target, facts.host));
}

function noted(judged: Judgement, notes: readonly FindingNote[]): Judgement {
  return { ...judged, notes: [...judged.notes, ...notes] };
}

/** An undecided rule is undecided after the patch as well. */
export function undecidedAhead(horizons: Horizons, target: TargetRelease | null): Horizons {
  return target === null || horizons.nextBoot === null ? horizons : { ...horizons, nextPatch: 'unknown' };
}

/** `nextPatch` alone never fails a host and never makes it unknown. */
function warned(judged: Judgement, nextPatch: Outlook, patchCase: PatchCase): Judgement {
  if (judged.verdict !== 'pass') return judged;
  const message = `${judged.message} ${messageAhead(patchCase, nextPatch)}`;
  if (nextPatch === 'pass') return { ...judged, message };
  const isRisk = nextPatch === 'risk';
  return {
    ...judged,
    verdict: 'warn',
    state: isRisk ? 'may-regress-on-patch' : 'unknown',
    message,
    reason: isRisk ? null : reasonFor(patchCase),
    cause: null,
  };
}

function outlookOf({ check, setting, target, known }: PatchCase): Outlook {
  if (check.operator.op === 'present' || check.operator.op === 'absent') return presence(check, target, known);
  const configured = setting === null ? undefined : holdsFor(check, setting, setting.configured);
  if (setting === null || configured === undefined) return 'unknown';
  if (provenanceOf(setting) === 'explicit') return configured ? 'pass' : 'fail';
  const byDefault = known === null ? undefined : holdsFor(check, setting, known.value);
  if (byDefault === undefined) return 'unknown';
  // Right only where it is right both ways: a value that equals its default may be followed or set on purpose.
  return byDefault && configured ? 'pass' : 'risk';
}

/** Whether the release has the setting at all, which nobody can have set on purpose. */
function presence(check: KernelCheck, target: TargetRelease, known: KnownDefault | null): Outlook {
  if (known === null && !target.measured) return 'unknown';
  const reading: Reading<string> = known === null ? ABSENT : read('');
  return holds(check.operator, reading, 'text') === true ? 'pass' : 'risk';
}

function holdsFor(check: KernelCheck, setting: KernelSetting, value: string | null): Truth {
  return value === null ? undefined : holds(check.operator, read(value), valueTypeOf(setting.type));
}

import type { TargetRelease } from '../../model/catalog.ts';
import type { HostFacts } from '../../model/facts.ts';
import type { FindingNote, Outlook } from '../../model/finding.ts';
import type { KernelSetting } from '../../model/kernel-setting.ts';
import { ABSENT, read, type Reading } from '../../model/reading.ts';
import { machineOf } from '../../model/site-default.ts';
import type { TriState } from '../../model/tri-state.ts';
import type { CheckOf } from '../check-kind.ts';
import { holds } from '../values/operator.ts';
import { valueTypeOf } from '../values/value.ts';
import { type Forecast, forecastOf } from './forecast.ts';
import type { Judgement } from './judgement.ts';
import { messageAhead, type PatchCase, pathSentence, reasonFor } from './next-patch-words.ts';
import { pathNotes, pathTo, provenanceOf } from './patch-path.ts';

type KernelCheck = CheckOf<'kernelSetting'>;

/**
 * The judgement of a check with what the planned patch would do to it: `horizons.nextPatch`, and `warn` where nothing
 * fails now or after a reboot but the patch may break it, or cannot be predicted (design: three horizons). A host that
 * runs the release already stays as it is. Pure.
 */
export function withNextPatch(
  judged: Judgement,
  check: KernelCheck,
  facts: HostFacts,
  target: TargetRelease,
): Judgement {
  const path = pathTo(target, facts.host);
  if (path.kind === 'same-build') return noted(judged, [{ text: pathSentence(path, target) ?? '', reference: null }]);
  const reading = facts.kernel.get(check.name);
  const setting = reading?.kind === 'read' ? reading.value : null;
  const forecast = forecastOf(target, check.name, machineOf(facts));
  const patchCase: PatchCase = { check, setting, target, forecast, path };
  const nextPatch = path.kind === 'open' ? outlookOf(patchCase) : 'unknown';
  const ahead = { ...warned(judged, nextPatch, patchCase), horizons: { ...judged.horizons, nextPatch } };
  return noted(ahead, pathNotes(target, facts.host));
}

function noted(judged: Judgement, notes: readonly FindingNote[]): Judgement {
  return { ...judged, notes: [...judged.notes, ...notes] };
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

function outlookOf({ check, setting, target, forecast }: PatchCase): Outlook {
  if (check.operator.op === 'present' || check.operator.op === 'absent') return presence(check, target, forecast);
  const configured = setting === null ? undefined : holdsFor(check, setting, setting.configured);
  if (setting === null || configured === undefined) return 'unknown';
  if (provenanceOf(setting) === 'explicit') return configured ? 'pass' : 'fail';
  if (forecast.doubt === 'contradiction') return 'risk';
  const byDefault = forecast.known === null ? undefined : holdsFor(check, setting, forecast.known.value);
  if (byDefault === undefined) return 'unknown';
  // Right only where it is right both ways: a value that equals its default may be followed or set on purpose.
  return byDefault && configured ? certain('pass', forecast) : 'risk';
}

/** Whether the release has the setting at all, which nobody can have set on purpose. */
function presence(check: KernelCheck, target: TargetRelease, { known, doubt, against }: Forecast): Outlook {
  if (doubt === 'contradiction' && known === null) return 'risk';
  const isThere = known !== null || against.length > 0;
  if (!isThere && !target.measured) return 'unknown';
  const reading: Reading<string> = isThere ? read('') : ABSENT;
  const isRight = holds(check.operator, reading, 'text') === true;
  return isRight ? certain('pass', { doubt: doubt === 'contradiction' ? null : doubt }) : 'risk';
}

/** What is in doubt warns: it never passes. */
function certain(outlook: 'pass', { doubt }: Pick<Forecast, 'doubt'>): Outlook {
  return doubt === null ? outlook : 'unknown';
}

function holdsFor(check: KernelCheck, setting: KernelSetting, value: string | null): TriState {
  return value === null ? undefined : holds(check.operator, read(value), valueTypeOf(setting.type));
}

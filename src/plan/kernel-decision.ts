import type { KernelSetting } from '../model/kernel-setting.ts';
import type { ProblemCode } from '../model/problem.ts';
import type { Remedy } from '../model/check.ts';
import { type Change, change, type Decision, type KernelCheck, NOTHING, type PlanCase, refuse } from './decision.ts';

type KernelRemedy = Extract<Remedy, { kind: 'kernelSetting' }>;

/** A remedy, and the value that it would replace: both known. */
interface KernelCase extends PlanCase {
  readonly remedy: KernelRemedy;
  readonly setting: KernelSetting;
  readonly configured: string;
}

const PINNED =
  'It is set again so that the host no longer only follows its default; that this survives a patch is unverified.';

const STORED = 'What it is now was read as the stored value alone, since esxcli could not be used.';

/** What to do about a kernel setting that fails, or, to pin it, that passes. Other verdicts are no reason to write. */
export function decideKernelSetting(planCase: PlanCase, check: KernelCheck): Decision {
  const { finding, rule, host, options } = planCase;
  const failed = finding.verdict === 'fail';
  if (!failed && !(options.pin && isRight(finding))) return NOTHING;
  const { remedy } = rule;
  if (remedy?.kind !== 'kernelSetting' || remedy.name !== check.name || rule.enforce === 'note') {
    return failed
      ? refuse('manual', `${finding.message} The rule has no remedy that a machine should carry out.`)
      : NOTHING;
  }
  const reading = host.kernel.get(check.name);
  const setting = reading?.kind === 'read' ? reading.value : null;
  if (setting === null || setting.configured === null || !isOfType(setting.type, setting.configured)) {
    return refuse('unknown', `The configured value of ${check.name} was not read, so nothing is written over it.`);
  }
  if (!isReliable(setting)) {
    const detail = `esxcli did not tell the configured value of ${check.name} (${setting.problem?.detail ?? 'no reason was told'}), and the stored value alone is no reason to write.`;
    return refuse('unknown', detail);
  }
  const kernelCase = { ...planCase, remedy, setting, configured: setting.configured };
  return failed ? decideFailed(kernelCase) : decidePin(kernelCase);
}

/** Why the stored value may stand for what esxcli tells: there was nobody to ask, rather than a command that failed. */
const NOBODY_TO_ASK: ReadonlySet<string | undefined> = new Set<ProblemCode>(['esxcli-unavailable', 'no-permission']);

function isReliable({ source, problem }: KernelSetting): boolean {
  return source === 'esxcli' || NOBODY_TO_ASK.has(problem?.code);
}

/** Whether what is said to be a truth value is one: a blank or garbled one was not read. */
function isOfType(type: string | null, value: string): boolean {
  return type === null ? plain(value) !== '' : type !== 'Bool' || ['true', 'false'].includes(plain(value));
}

/** Right now and after a reboot, whatever a patch may do to it. */
function isRight({ verdict, horizons }: PlanCase['finding']): boolean {
  return verdict === 'pass' || (verdict === 'warn' && horizons.now === 'pass' && horizons.nextBoot === 'pass');
}

function decideFailed(kernelCase: KernelCase): Decision {
  const { finding, remedy, configured, options } = kernelCase;
  if (options.rebootPending === true) return decideReboot(kernelCase);
  if (isSame(configured, remedy.value)) {
    if (options.pin) return change(settingChange(kernelCase, PINNED));
    return finding.horizons.nextBoot === 'pass'
      ? refuse(
          'reboot-only',
          `${remedy.name} is ${configured} from the next boot on: reboot the host, in maintenance mode.`,
        )
      : refuse('already-so', `${remedy.name} is configured ${configured} already; --pin would set it again.`);
  }
  if (finding.horizons.nextBoot === 'pass') {
    return refuse('reboot-only', `The configured value ${configured} of ${remedy.name} will do: reboot the host.`);
  }
  if (finding.remedy === null) {
    return refuse('unknown', `Whether the configured value ${configured} of ${remedy.name} is wrong is not known.`);
  }
  return change(settingChange(kernelCase, ''));
}

/** Where what is configured is right and what runs is not, both read, a reboot is all that is left; else nothing is done here. */
function decideReboot({ finding, host, others, setting, options, configured, remedy }: KernelCase): Decision {
  const { now, nextBoot } = finding.horizons;
  if (now !== 'fail' || nextBoot !== 'pass' || setting.runtime === null)
    return refuse('manual', `${finding.message} ${NOT_REBOOT}`);
  const worse = others.find((other) => other.finding.verdict === 'fail' && breaksByBoot(other.finding.horizons));
  if (worse !== undefined) {
    return refuse('conflicting-advice', `A reboot would make ${worse.rule.id} fail, which holds now: set that first.`);
  }
  if (host.bootTime === null)
    return refuse('unknown', 'When the host has booted was not read, so no reboot is planned.');
  const asIs = { kind: 'kernelSetting', name: remedy.name, value: configured } as const;
  return change({
    action: asIs,
    before: asIs,
    inverseLeaves: null,
    needsReboot: true,
    rebootOnly: { bootTime: host.bootTime, readAt: options.createdAt },
    exposure: null,
    remark: 'Nothing is set: only the reboot is left.',
  });
}

const NOT_REBOOT = 'It waits for more than a reboot, and --reboot-pending plans reboots alone.';

function breaksByBoot({ now, nextBoot }: PlanCase['finding']['horizons']): boolean {
  return nextBoot === 'fail' && now !== 'fail';
}

/** Only a host that may merely follow its default has anything to pin. */
function decidePin(kernelCase: KernelCase): Decision {
  const { setting, remedy, configured } = kernelCase;
  const explicit = setting.default !== null && !isSame(setting.default, configured);
  return explicit || !isSame(configured, remedy.value) ? NOTHING : change(settingChange(kernelCase, PINNED));
}

function settingChange({ remedy, setting, configured, finding }: KernelCase, remark: string): Change {
  const { name } = remedy;
  const isStored = setting.source === 'advanced-option';
  const mayFollow = setting.default === null || isSame(setting.default, configured);
  return {
    action: { kind: 'kernelSetting', name, value: remedy.value },
    before: { kind: 'kernelSetting', name, value: configured },
    ...(isStored ? { readAs: 'stored-value' } : {}),
    inverseLeaves: mayFollow
      ? `An explicit ${configured} remains where the host may have followed its default, which a later release may change.`
      : null,
    needsReboot: finding.horizons.now !== 'pass',
    exposure: null,
    remark: isStored ? `${remark} ${STORED}`.trim() : remark,
  };
}

/** `true`, `TRUE` and `1` are one value: releases differ in notation (docs/internals/wire.md 3.4). */
function isSame(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(value: string): string {
  const word = value.trim().toLowerCase();
  if (word === '1') return 'true';
  return word === '0' ? 'false' : word;
}

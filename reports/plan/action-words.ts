import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import type { AllowedHosts } from '../../src/model/firewall.ts';
import type { Action, LeftOutReason, Plan, Step } from '../../src/model/plan.ts';
import { counted } from '../text/wrap.ts';

/* oxlint-disable typescript/consistent-return -- every switch here is exhaustive, which the compiler and the linter check */

/** What an action changes, harmless: `kernel setting iovDisableIR`, `ruleset vic-engine`. */
export function subjectText(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
      return escapeControlCharacters(`kernel setting ${action.name}`);
    case 'advancedOption':
      return escapeControlCharacters(`advanced option ${action.key}`);
    case 'ruleset':
      return escapeControlCharacters(`ruleset ${action.ruleset}`);
    case 'allowedHosts':
      return escapeControlCharacters(`allowed list of ${action.ruleset}`);
    case 'service':
      return escapeControlCharacters(`service ${action.service}`);
  }
}

/** The state that an action leads to, harmless: `FALSE`, `enabled`, `10.9.0.0/16`, `stopped, policy off`. */
export function stateText(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
    case 'advancedOption':
      return action.value === '' ? '(empty)' : escapeControlCharacters(action.value);
    case 'ruleset':
      return action.enabled ? 'enabled' : 'disabled';
    case 'allowedHosts':
      return allowedText(action.allowed);
    case 'service':
      return [...runningText(action.running), ...(action.policy === null ? [] : [`policy ${action.policy}`])].join(
        ', ',
      );
  }
}

/** Whether the step needs a reboot, or is one: `yes`, `no`, `only`. */
export function rebootText({ needsReboot, rebootOnly }: Step): string {
  if (rebootOnly !== undefined) return 'only';
  return needsReboot ? 'yes' : 'no';
}

/** A step on one line: `ruleset vic-engine, disabled to enabled. Lets outbound tcp/2377 to any address through.` */
export function stepText({ action, before, exposure, needsReboot, rebootOnly }: Step): string {
  if (rebootOnly !== undefined) return `${subjectText(action)} is ${stateText(action)} already: only a reboot is left.`;
  const change = `${subjectText(action)}, ${stateText(before)} to ${stateText(action)}${needsReboot ? ', needs a reboot' : ''}.`;
  return exposure === null ? change : `${change} ${escapeControlCharacters(exposure)}`;
}

function allowedText({ all, addresses, networks }: AllowedHosts): string {
  if (all) return 'all addresses';
  const entries = [...networks, ...addresses].map(escapeControlCharacters).join(', ');
  return entries === '' ? 'no address' : entries;
}

function runningText(running: boolean | null): readonly string[] {
  if (running === null) return [];
  return [running ? 'running' : 'stopped'];
}

/** `198 steps on 198 hosts, 99 need a reboot; 104 findings left out: 5 could not be read, 99 only need a reboot.` */
export function countsText({ steps, leftOut }: Pick<Plan, 'steps' | 'leftOut'>): string {
  const hosts = new Set(steps.map(({ host }) => host.id)).size;
  const reboots = new Set(steps.filter(({ needsReboot }) => needsReboot).map(({ host }) => host.id)).size;
  const done =
    steps.length === 0 ? 'Nothing to change' : `${counted(steps.length, 'step')} on ${counted(hosts, 'host')}`;
  const booted = reboots === 0 ? '' : `, ${reboots} ${reboots === 1 ? 'needs' : 'need'} a reboot`;
  const left = leftOut.length === 0 ? '' : `; ${counted(leftOut.length, 'finding')} left out: ${reasonsText(leftOut)}`;
  return `${done}${booted}${left}.`;
}

/** `5 could not be read, 1 is waived`; what could not be read first, then the most frequent. */
export function reasonsText(leftOut: Plan['leftOut']): string {
  const counts = new Map<LeftOutReason, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .toSorted(([one, many], [other, more]) => rankOfReason(other, more) - rankOfReason(one, many))
    .map(([reason, count]) => `${count} ${LEFT_OUT_WORDS[reason][count === 1 ? 0 : 1]}`)
    .join(', ');
}

function rankOfReason(reason: LeftOutReason, count: number): number {
  return reason === 'unknown' ? Infinity : count;
}

/** Why findings have no step, after `1` and after more. The codes stay in the plan itself. */
export const LEFT_OUT_WORDS: Readonly<Record<LeftOutReason, readonly [one: string, more: string]>> = {
  unknown: ['could not be read', 'could not be read'],
  waived: ['is waived', 'are waived'],
  'conflicting-advice': ['has conflicting advice', 'have conflicting advice'],
  'not-user-controllable': ['is not user-controllable', 'are not user-controllable'],
  'owned-by-profile': ['is owned by a profile or image', 'are owned by a profile or image'],
  'would-not-last': ['would not last', 'would not last'],
  'patch-staged': ['has a patch staged', 'have a patch staged'],
  'broad-ruleset-only': ['has only a broad ruleset', 'have only a broad ruleset'],
  'managed-elsewhere': ['is managed by a vCenter', 'are managed by a vCenter'],
  'reboot-only': ['only needs a reboot', 'only need a reboot'],
  'already-so': ['is set already', 'are set already'],
  manual: ['is report only', 'are report only'],
};

import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import type { AllowedHosts } from '../../src/model/firewall.ts';
import type { Action, Plan, Step } from '../../src/model/plan.ts';
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

/** `12 steps on 10 hosts, 9 of the hosts need a reboot; 3 findings left out, 1 of them unknown` */
export function countsText({ steps, leftOut }: Pick<Plan, 'steps' | 'leftOut'>): string {
  const hosts = new Set(steps.map(({ host }) => host.id)).size;
  const reboots = new Set(steps.filter(({ needsReboot }) => needsReboot).map(({ host }) => host.id)).size;
  const unknown = leftOut.filter(({ reason }) => reason === 'unknown').length;
  const done =
    steps.length === 0 ? 'Nothing to change' : `${counted(steps.length, 'step')} on ${counted(hosts, 'host')}`;
  const booted = reboots === 0 ? '' : `, reboot needed on ${reboots}`;
  const left = leftOut.length === 0 ? '' : `; ${counted(leftOut.length, 'finding')} left out`;
  return `${done}${booted}${left}${unknown === 0 ? '' : `, ${unknown} of them unknown`}.`;
}

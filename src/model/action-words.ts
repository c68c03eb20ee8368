import type { AllowedHosts } from './firewall.ts';
import type { Action } from './plan.ts';

/** An action, or the state that it leaves, in a few words; they may hold text from a host. */
export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
      return `${action.name} = ${action.value}`;
    case 'advancedOption':
      return `${action.key} = ${action.value}`;
    case 'ruleset':
      return `ruleset ${action.ruleset} ${action.enabled ? 'enabled' : 'disabled'}`;
    case 'allowedHosts':
      return `ruleset ${action.ruleset} for ${allowedWords(action.allowed)}`;
    case 'service':
      return `service ${action.service} ${serviceWords(action)}`;
  }
}

function allowedWords({ all, addresses, networks }: AllowedHosts): string {
  if (all) return 'all addresses';
  const listed = [...addresses, ...networks];
  return listed.length === 0 ? 'no address' : listed.join(', ');
}

function serviceWords({ running, policy }: Extract<Action, { kind: 'service' }>): string {
  const state = running === null ? [] : [running ? 'running' : 'stopped'];
  return [...state, ...(policy === null ? [] : [`policy ${policy}`])].join(', ');
}

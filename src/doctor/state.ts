import { type CheckupState, type HostCheckup, missingOn, type TargetCheckup } from '../model/checkup.ts';

/** What all targets together come to. A host that cannot be asked leaves it unclear; a target without hosts is lacking. */
export function stateOf(targets: readonly TargetCheckup[]): CheckupState {
  return together(targets.map(stateOfTarget), 'unclear');
}

function stateOfTarget({ error, hosts }: TargetCheckup): CheckupState {
  return error === null ? together(hosts.map(stateOfHost), 'lacking') : 'lacking';
}

function stateOfHost(host: HostCheckup): CheckupState {
  const missing = missingOn(host);
  const needed = host.probes.filter((probe) => probe.needed);
  if ((missing?.length ?? 0) > 0 || needed.some(({ answers }) => answers === false)) return 'lacking';
  return missing === null || host.connectionState !== 'connected' || needed.some(({ answers }) => answers === null)
    ? 'unclear'
    : 'able';
}

function together(states: readonly CheckupState[], ofNone: CheckupState): CheckupState {
  if (states.length === 0) return ofNone;
  if (states.includes('lacking')) return 'lacking';
  return states.includes('unclear') ? 'unclear' : 'able';
}

import type { CheckupState, HostCheckup, TargetCheckup } from '../model/checkup.ts';
import { missingOn } from '../model/checkup.ts';
import type { Purpose } from '../model/privileges.ts';

/** What all targets together come to. A host that cannot be asked leaves it unclear; a target without hosts is lacking. */
export function stateOf(targets: readonly TargetCheckup[], purpose: Purpose): CheckupState {
  const states = targets.map((target) => stateOfTarget(target, purpose));
  if (states.includes('lacking')) return 'lacking';
  return states.length === 0 || states.includes('unclear') ? 'unclear' : 'able';
}

function stateOfTarget({ error, hosts }: TargetCheckup, purpose: Purpose): CheckupState {
  if (error !== null || hosts.length === 0) return 'lacking';
  const states = hosts.map((host) => stateOfHost(host, purpose));
  if (states.includes('lacking')) return 'lacking';
  return states.includes('unclear') ? 'unclear' : 'able';
}

function stateOfHost(host: HostCheckup, purpose: Purpose): CheckupState {
  const missing = missingOn(host, purpose);
  if ((missing?.length ?? 0) > 0 || host.esxcli === false) return 'lacking';
  return missing === null || host.esxcli === null ? 'unclear' : 'able';
}

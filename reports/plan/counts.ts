import type { Plan } from '../../src/model/plan.ts';
import { counted } from '../text/prose.ts';

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

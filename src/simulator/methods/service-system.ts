import type { ServiceSpec } from '../estate/estate.ts';
import { textOf } from '../wire/element.ts';
import { invalidArgument, invalidState, notFound } from '../wire/fault.ts';
import { hostOf, type Call, type Method } from './method.ts';

const WRITE = {
  on: 'HostServiceSystem',
  proxied: true,
  writes: true,
  privilege: 'Host.Config.NetService',
} as const;

/** Services of a host (protocol.md 5.3). */
export const SERVICE_SYSTEM: readonly Method[] = [
  { ...WRITE, name: 'StartService', parameters: ['id'], answer: (call) => run(call, true) },
  { ...WRITE, name: 'StopService', parameters: ['id'], answer: (call) => run(call, false) },
  { ...WRITE, name: 'RestartService', parameters: ['id'], answer: (call) => change(call, { running: true }) },
  { ...WRITE, name: 'RefreshServices', parameters: [], answer: () => '' },
  { ...WRITE, name: 'UpdateServicePolicy', parameters: ['id', 'policy'], answer: updatePolicy },
];

function run(call: Call, running: boolean): string {
  if (serviceOf(call).running === running) throw invalidState();
  return change(call, { running });
}

function updatePolicy(call: Call): string {
  const policy = textOf(call.request, 'policy');
  if (policy !== 'on' && policy !== 'off' && policy !== 'automatic') throw invalidArgument('policy');
  return change(call, { policy });
}

function serviceOf(call: Call): ServiceSpec {
  const id = textOf(call.request, 'id');
  const service = hostOf(call).services.find(({ key }) => key === id);
  if (service === undefined) throw notFound();
  return service;
}

function change(call: Call, changes: Partial<ServiceSpec>): string {
  const service = serviceOf(call);
  const host = hostOf(call);
  host.services = host.services.map((each) => (each === service ? { ...service, ...changes } : each));
  call.world.changed();
  return '';
}

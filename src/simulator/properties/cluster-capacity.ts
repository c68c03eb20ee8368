import { integer, type Fields } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import { megahertz } from './host-hardware.ts';

/** The numbers of ComputeResourceSummary: MHz and bytes of all hosts; of what VMs can use, MHz and MiB. */
export function capacityOf(hosts: readonly SimulatedHost[]): Fields {
  const effective = hosts.filter(
    ({ connection, inMaintenanceMode }) => connection === 'connected' && !inMaintenanceMode,
  );
  return {
    totalCpu: integer(sum(hosts, speed)),
    totalMemory: integer(
      sum(hosts, ({ spec }) => spec.memoryGiB * 2 ** 30),
      'long',
    ),
    numCpuCores: integer(sum(hosts, cores), 'short'),
    numCpuThreads: integer(sum(hosts, cores) * 2, 'short'),
    effectiveCpu: integer(sum(effective, speed)),
    effectiveMemory: integer(
      sum(effective, ({ spec }) => spec.memoryGiB * 1024),
      'long',
    ),
    numHosts: integer(hosts.length),
    numEffectiveHosts: integer(effective.length),
  };
}

function sum(hosts: readonly SimulatedHost[], each: (host: SimulatedHost) => number): number {
  return hosts.reduce((total, host) => total + each(host), 0);
}

function cores({ spec }: SimulatedHost): number {
  return spec.cpuPackages * spec.cpuCores;
}

function speed(host: SimulatedHost): number {
  return cores(host) * megahertz(host.spec);
}

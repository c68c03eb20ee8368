import type { EsxcliQuery, FactDemand } from '../model/facts.ts';
import { privilegeToRead, type Purpose } from '../model/privileges.ts';

/** A rule, and the commands that it asks of each host. */
export interface RuleNeed {
  readonly rule: string;
  readonly pack: string;
  /** Whether it is among those that were asked about. */
  readonly chosen: boolean;
  readonly queries: readonly EsxcliQuery[];
}

/** A command that is run to find out whether commands of its kind answer. */
export interface ProbeCommand extends EsxcliQuery {
  readonly kind: string;
  readonly privilege: string;
  readonly needed: boolean;
}

const KERNEL: EsxcliQuery = {
  command: ['system', 'settings', 'kernel', 'list'],
  arguments: { option: 'iovDisableIR' },
};
const FIREWALL: EsxcliQuery = { command: ['network', 'firewall', 'get'], arguments: {} };
const ACCEPTANCE: EsxcliQuery = { command: ['software', 'acceptance', 'get'], arguments: {} };
const PACKAGES: EsxcliQuery = { command: ['software', 'vib', 'list'], arguments: {} };
/** Facts that come of the lists of packages. */
const PACKAGED = ['host.stagedImage', 'host.stagedBase', 'host.baseVersion'] as const;
const BOOT_DEVICE: EsxcliQuery = { command: ['system', 'boot', 'device', 'get'], arguments: {} };

/** The commands that collecting those facts runs. */
export function queriesFor(demand: FactDemand): readonly EsxcliQuery[] {
  return [
    ...(demand.kernelSettings.size > 0 || demand.kernelList ? [KERNEL] : []),
    ...(demand.firewallEnabled ? [FIREWALL] : []),
    ...(demand.vibs || PACKAGED.some((name) => demand.properties.has(name)) ? [PACKAGES] : []),
    ...(demand.properties.has('host.bootDevice') ? [BOOT_DEVICE] : []),
    ...demand.esxcli.values(),
  ];
}

/** Commands of one namespace that one privilege is asked for: where one answers, the others do. */
export function kindOf({ command }: Pick<EsxcliQuery, 'command'>): string {
  return `${command[0] ?? ''} ${privilegeToRead(command)}`;
}

/** One command of each kind: those that are always looked at, and what else the chosen rules ask. */
export function probesFor(rules: readonly RuleNeed[], purpose: Purpose): readonly ProbeCommand[] {
  const chosen = rules.filter((rule) => rule.chosen).flatMap(({ queries }) => queries);
  // A plan looks at what a host booted from and whether an image is staged before it changes anything.
  const work = purpose === 'remediating' ? [KERNEL, BOOT_DEVICE, PACKAGES] : [];
  const needed = new Set([...chosen, ...work].map(kindOf));
  const probes = new Map<string, ProbeCommand>();
  for (const query of [KERNEL, FIREWALL, ACCEPTANCE, ...chosen]) {
    const kind = kindOf(query);
    if (probes.has(kind)) continue;
    probes.set(kind, { ...query, kind, privilege: privilegeToRead(query.command), needed: needed.has(kind) });
  }
  return [...probes.values()];
}

import { IMAGE_VERSION, type PlannedReleases, plansByImage } from '../evaluate/planned-release.ts';
import { IMAGE_TARGET, type TargetRelease } from '../model/catalog.ts';
import { esxcliKey, type FactDemand, type HostFacts } from '../model/facts.ts';
import { IMAGE_QUERY, machineOf, siteDefaultsOf, type SiteMeasurement } from '../model/site-default.ts';
import type { Rule } from '../model/rule.ts';
import { demandOf, joinedDemand } from '../rules/demand.ts';

/** What hosts are judged by, as far as it asks for facts. */
type Asking = Partial<PlannedReleases> & { readonly rules: readonly Rule[] };

/**
 * What rules need, what tells whether a measurement of the site speaks for a host (one call a host where there is one), and
 * the images of clusters where they say what is planned.
 */
export function demandOfJudging({
  rules,
  targetRelease = null,
  clusterTargets = [],
  imageRelease = null,
}: Asking): FactDemand {
  const named = [targetRelease, ...clusterTargets.map(({ release }) => (release === IMAGE_TARGET ? null : release))];
  const demand = named.reduce(withImage, demandOf(rules));
  const isByImage = plansByImage({ targetRelease, clusterTargets, imageRelease });
  return isByImage ? joinedDemand(demand, { properties: new Set([IMAGE_VERSION]) }) : demand;
}

/** The image of a host is asked for only where something of the site is to be compared with it. */
export function withImage(demand: FactDemand, target: TargetRelease | null): FactDemand {
  if (target?.site === undefined) return demand;
  return joinedDemand(demand, { esxcli: new Map([[esxcliKey(IMAGE_QUERY), IMAGE_QUERY]]) });
}

/**
 * The target with what hosts of this very reading show that run it already: their own defaults, as they were read. What was
 * not read of them teaches nothing. Pure.
 */
export function withScanDefaults(target: TargetRelease, facts: readonly HostFacts[], startedAt: string): TargetRelease {
  const measurements = facts.flatMap((host) => measurementOf(host, target, startedAt));
  if (measurements.length === 0) return target;
  const site = siteDefaultsOf(measurements, 'scan');
  for (const [setting, learnt] of target.site ?? []) site.set(setting, [...learnt, ...(site.get(setting) ?? [])]);
  return site.size === 0 ? target : { ...target, site };
}

function measurementOf(facts: HostFacts, target: TargetRelease, startedAt: string): readonly SiteMeasurement[] {
  const { build, version, name } = facts.host;
  if (build !== target.build || version !== target.version) return [];
  const defaults = defaultsIn(facts);
  if (defaults.size === 0) return [];
  return [{ build, version, host: name, day: startedAt.slice(0, 10), machine: machineOf(facts), defaults }];
}

/** The stored option that stands in for esxcli has no default. */
function defaultsIn({ kernel, kernelList }: HostFacts): ReadonlyMap<string, string> {
  const defaults = new Map<string, string>();
  const listed = kernelList?.kind === 'read' ? [...kernelList.value] : [];
  const asked = [...kernel].flatMap(([name, reading]) =>
    reading.kind === 'read' ? [[name, reading.value] as const] : [],
  );
  for (const [name, setting] of [...listed, ...asked]) {
    if (setting.default !== null && setting.source === 'esxcli') defaults.set(name, setting.default);
  }
  return defaults;
}

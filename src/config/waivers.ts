import { daysLeft, type Remembering, waive, waiverScope } from '../evaluate/waive.ts';
import { namesakesIn, severalMeant } from '../model/ambiguous-names.ts';
import { clusterGlob } from '../model/glob.ts';
import type { Scan } from '../model/scan.ts';
import type { WaiverReport } from '../model/waiver.ts';
import type { Config } from './parse-config.ts';

/** How much of the estate a scan saw. */
export interface ScanCoverage {
  /** All of it, by all rules of the config: what matched nothing then matches nothing at all. */
  readonly whole: boolean;
  readonly now: Date;
  /** What an earlier scan knew. */
  readonly lastKnown?: Remembering;
}

/** A scan whose findings were waived, and what people must know of the waivers. */
export interface WaivedScan {
  readonly scan: Scan;
  readonly warnings: readonly string[];
}

/** The scan with the waivers of the config; as it is where there is none. */
export function waivedBy(config: Config | null, scan: Scan, sight: ScanCoverage): WaivedScan {
  if (config === null) return { scan, warnings: [] };
  const waived = waive(scan, config.waivers, sight.now, sight.lastKnown);
  const isWhole = sight.whole && scan.targets.every(({ error }) => error === null);
  const said = [
    ...(waived.waivers ?? []).flatMap((waiver) => sayingOf(waiver, isWhole, sight.now)),
    ...(isWhole ? idleClusters(scan, config) : []),
    ...namesakeWarnings(scan, config),
  ];
  const more = said.length - MOST_SAID;
  const warnings = [...said.slice(0, MOST_SAID), ...(more > 0 ? [`and ${more} more: esxcheck rules waivers`] : [])];
  return { scan: waived, warnings };
}

const MOST_SAID = 10;

function sayingOf(waiver: WaiverReport, isWhole: boolean, now: Date): readonly string[] {
  const { place, rule, owner, expires, state, matched, unclear } = waiver;
  const of = `${place}: the waiver of ${rule} by ${owner}`;
  if (unclear !== undefined && state !== 'expired') {
    return [
      `${of} waives nothing on ${unclear === 1 ? '1 host' : `${unclear} hosts`}: whether it speaks of them is not known`,
    ];
  }
  if (matched === 0) return isWhole ? [`${of} matches nothing that needs waiving`] : [];
  if (state === 'expired') return [`${of} expired on ${expires}: what it hid counts again`];
  const days = daysLeft(waiver, now);
  return state === 'expiring' ? [`${of} expires on ${expires}, ${days === 0 ? 'today' : `in ${days} days`}`] : [];
}

/** A mistyped cluster would leave its hosts to what holds elsewhere. */
function idleClusters({ hosts }: Scan, { file, sections }: Config): readonly string[] {
  const placed = hosts.flatMap((host) => (host.cluster === null ? [] : [{ ...host, name: host.cluster }]));
  return Object.keys(sections.clusters ?? {})
    .filter((glob) => !placed.some((place) => clusterGlob(glob)(place) !== false))
    .map((glob) => `${file}: no cluster is called ${JSON.stringify(glob)}`);
}

/** A plain name in a waiver, or of a part of the config, that several clusters or hosts have. */
function namesakeWarnings({ hosts }: Scan, { file, sections, waivers }: Config): readonly string[] {
  const namesakes = namesakesIn(hosts);
  const ofParts = Object.keys(sections.clusters ?? {}).flatMap((glob) =>
    severalMeant(`${file}: cluster ${glob}`, 'clusters', namesakes.clusters(glob, hosts)),
  );
  const ofWaivers = waivers.flatMap((waiver) => {
    const { place, host, cluster } = waiver;
    const isShared = namesakes.clusters(cluster ?? '', hosts).length + namesakes.hosts(host ?? '', hosts).length > 0;
    if (!isShared) return [];
    const admits = waiverScope(waiver);
    const admitted = hosts.filter((each) => admits(each) === true);
    return [
      ...severalMeant(`${place}: cluster ${cluster}`, 'clusters', namesakes.clusters(cluster ?? '', admitted)),
      ...severalMeant(`${place}: host ${host}`, 'hosts', namesakes.hosts(host ?? '', admitted)),
    ];
  });
  return [...ofParts, ...ofWaivers];
}

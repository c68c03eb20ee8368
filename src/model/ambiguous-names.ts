import { clusterGlob, hostGlob } from './glob.ts';
import { clusterLabels, hostLabels, type LabelledHost } from './place-labels.ts';
import type { TriState } from './tri-state.ts';

/** What a name or a path without a wildcard may mean several of: whoever wrote it may have meant one. */
export interface Namesakes {
  /** What to call the clusters among these hosts that it means, where they are several; none where it is a glob. */
  readonly clusters: (text: string, among: readonly LabelledHost[]) => readonly string[];
  /** The same of hosts. */
  readonly hosts: (text: string, among: readonly LabelledHost[]) => readonly string[];
}

/** Labels are made once, of all hosts that there are; most names are of one thing, and cost nothing. */
export function namesakesIn(all: readonly LabelledHost[]): Namesakes {
  const [clusterOf, hostOf] = [clusterLabels(all), hostLabels(all)];
  const cluster: Naming = {
    nameOf: (host) => host.cluster,
    labelOf: (host) => clusterOf(host) ?? '',
    finder: (path) => {
      const finds = clusterGlob(path);
      return (host) => host.cluster !== null && finds({ ...host, name: host.cluster });
    },
  };
  const host: Naming = { nameOf: ({ name }) => name, labelOf: hostOf, finder: hostGlob };
  const [ofClusters, ofHosts] = [sharedNames(all, cluster), sharedNames(all, host)];
  return {
    clusters: (text, among) => labelsOf(text, among, { ...cluster, shared: ofClusters }),
    hosts: (text, among) => labelsOf(text, among, { ...host, shared: ofHosts }),
  };
}

/** The sentence about it, `--host esx-01 is 2 hosts, and all of them are meant: …`; none where there are not several. */
export function severalMeant(
  subject: string,
  noun: 'clusters' | 'hosts',
  labels: readonly string[],
): readonly string[] {
  if (labels.length < 2) return [];
  const shown = labels.slice(0, MOST_NAMED);
  const more = labels.length - shown.length;
  const all = more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
  return [`${subject} is ${labels.length} ${noun}, and all of them are meant: ${all}; where one is meant, name it so`];
}

const MOST_NAMED = 5;

interface Naming {
  readonly nameOf: (host: LabelledHost) => string | null;
  readonly labelOf: (host: LabelledHost) => string;
  /** What a path finds. */
  readonly finder: (path: string) => (host: LabelledHost) => TriState;
}

function sharedNames(all: readonly LabelledHost[], { nameOf, labelOf }: Naming): ReadonlySet<string> {
  const labels = new Map<string, string>();
  const shared = new Set<string>();
  for (const host of all) {
    const name = nameOf(host)?.toLowerCase();
    if (name === undefined) continue;
    if ((labels.get(name) ?? labelOf(host)) !== labelOf(host)) shared.add(name);
    labels.set(name, labelOf(host));
  }
  return shared;
}

function labelsOf(
  text: string,
  among: readonly LabelledHost[],
  { nameOf, labelOf, finder, shared }: Naming & { readonly shared: ReadonlySet<string> },
): readonly string[] {
  if (/[*?]/.test(text)) return [];
  const [name, isPath] = [text.toLowerCase(), text.includes('/')];
  if (!isPath && !shared.has(name)) return [];
  const finds = isPath ? finder(text) : (host: LabelledHost): boolean => nameOf(host)?.toLowerCase() === name;
  const labels = new Set(among.filter((host) => finds(host) === true).map(labelOf));
  return labels.size > 1 ? [...labels].sort() : [];
}

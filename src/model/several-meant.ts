import { clusterLabels, hostLabels, type LabelledHost } from './place-labels.ts';

/** What a plain name, without a wildcard and without a path, may mean several of: whoever wrote it may have meant one. */
export interface Namesakes {
  /** What to call the clusters that have this very name among these hosts; none where the text is a glob or a path. */
  readonly clusters: (text: string, among: readonly LabelledHost[]) => readonly string[];
  /** The same of hosts. */
  readonly hosts: (text: string, among: readonly LabelledHost[]) => readonly string[];
}

/** Labels are made once, of all hosts that there are; most names are of one thing, and cost nothing. */
export function namesakesIn(all: readonly LabelledHost[]): Namesakes {
  const [clusterOf, hostOf] = [clusterLabels(all), hostLabels(all)];
  const cluster: Naming = { nameOf: (host) => host.cluster, labelOf: (host) => clusterOf(host) ?? '' };
  const host: Naming = { nameOf: ({ name }) => name, labelOf: hostOf };
  const [ofClusters, ofHosts] = [sharedNames(all, cluster), sharedNames(all, host)];
  return {
    clusters: (text, among) => (ofClusters.has(text.toLowerCase()) ? labelsOf(text, among, cluster) : []),
    hosts: (text, among) => (ofHosts.has(text.toLowerCase()) ? labelsOf(text, among, host) : []),
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

function labelsOf(text: string, among: readonly LabelledHost[], { nameOf, labelOf }: Naming): readonly string[] {
  // A name that looks like a glob or a path is taken for one.
  if (/[*?/]/.test(text)) return [];
  const labels = new Set(among.filter((host) => nameOf(host)?.toLowerCase() === text.toLowerCase()).map(labelOf));
  return labels.size > 1 ? [...labels].sort() : [];
}

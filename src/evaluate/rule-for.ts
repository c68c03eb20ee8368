import type { Host } from '../model/host.ts';
import { clusterGlob } from '../model/place-glob.ts';
import type { Problem } from '../model/problem.ts';
import type { ClusterRule, Rule } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import { hostFact, readHostFact } from './fact-names.ts';

interface Part {
  readonly matches: (host: Host) => Truth;
  readonly rule: Rule | null;
}

/** Globs are compiled once a rule, not once a host. */
const compiled = new WeakMap<readonly ClusterRule[], readonly Part[]>();

/**
 * The rule as it holds for a host; null: it is not judged by it; undefined: that hangs on a cluster, or on a datacenter that the
 * config names, that was not read.
 */
export function ruleFor(rule: Rule, host: Host): Rule | null | undefined {
  if (rule.clusters === undefined) return rule;
  if (clusterOf(host).kind === 'unread') return undefined;
  for (const { matches, rule: own } of partsOf(rule.clusters)) {
    const isMeant = matches(host);
    if (isMeant === undefined) return undefined;
    if (isMeant) return own;
  }
  return null;
}

/** Why the cluster of a host is not known. */
export function clusterProblem(host: Host): Problem {
  const cluster = clusterOf(host);
  if (cluster.kind === 'unread') return cluster.problem;
  return { code: 'not-reported', detail: 'the datacenter of the cluster was not told' };
}

function clusterOf(host: Host) {
  const fact = hostFact('host.cluster');
  if (fact === undefined) throw new Error('host.cluster is a fact');
  return readHostFact(fact, host);
}

function partsOf(clusters: readonly ClusterRule[]): readonly Part[] {
  const known = compiled.get(clusters);
  if (known !== undefined) return known;
  const parts = clusters.map(({ cluster, rule }) => ({ matches: matcherFor(cluster), rule }));
  compiled.set(clusters, parts);
  return parts;
}

/** A host that stands alone is in no cluster. */
function matcherFor(glob: string | null): Part['matches'] {
  if (glob === null) return () => true;
  const matches = clusterGlob(glob);
  return (host) => host.cluster !== null && matches({ ...host, name: host.cluster });
}

import { globMatcher } from '../model/glob.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { ClusterRule, Rule } from '../model/rule.ts';
import { readHostFact, requireHostFact } from './fact-names.ts';

interface Part {
  readonly matches: (cluster: string | null) => boolean;
  readonly rule: Rule | null;
}

/** Globs are compiled once a rule, not once a host. */
const compiled = new WeakMap<readonly ClusterRule[], readonly Part[]>();

/** The rule as it holds for a host; null: it is not judged by it; undefined: that hangs on a cluster that was not read. */
export function ruleFor(rule: Rule, host: Host): Rule | null | undefined {
  if (rule.clusters === undefined) return rule;
  const cluster = clusterOf(host);
  if (cluster.kind === 'unread') return undefined;
  const name = cluster.kind === 'read' ? cluster.value : null;
  return partsOf(rule.clusters).find(({ matches }) => matches(name))?.rule ?? null;
}

/** Why the cluster of a host is not known. */
export function clusterProblem(host: Host): Problem {
  const cluster = clusterOf(host);
  return cluster.kind === 'unread' ? cluster.problem : { code: 'not-reported', detail: 'the cluster was not told' };
}

function clusterOf(host: Host) {
  return readHostFact(requireHostFact('host.cluster'), host);
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
  const matches = globMatcher(glob);
  return (cluster) => cluster !== null && matches(cluster);
}

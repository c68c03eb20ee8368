import { collectFacts } from '../collect/collect-facts.ts';
import type { InventoryHost } from '../collect/inventory.ts';
import type { Session } from '../connect/session.ts';
import { coveringRulesets, evaluateHost, type Parameters } from '../evaluate/evaluate.ts';
import { summarise } from '../evaluate/summary.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';
import { demandOf } from '../rules/demand.ts';
import type { Tool } from './scan-estate.ts';

/** A few hosts of one target to be judged in a session that is open already. */
export interface JudgeRequest {
  readonly session: Session;
  readonly hosts: readonly InventoryHost[];
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
  readonly releaseName: (build: string) => string | null;
  readonly releaseDate?: (build: string) => string | null;
  readonly tool: Tool;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** Reads what the rules need of those hosts, judges them, and returns a scan of them alone, in the order given. */
export async function judgeHosts(request: JudgeRequest): Promise<Scan> {
  const { session, rules, parameters, signal, now } = request;
  const startedAt = now().toISOString();
  const { about } = session.content;
  const source = {
    target: session.endpoint.url,
    targetIdentity: about.instanceUuid,
    releaseName: request.releaseName,
    ...(request.releaseDate === undefined ? {} : { releaseDate: request.releaseDate }),
  };
  const told = signal === undefined ? {} : { signal };
  const facts = await collectFacts(session, request.hosts, { demand: demandOf(rules), source, ...told });
  const hosts = facts.map(({ host, kernel, firewall }) => {
    const covering = firewall?.kind === 'read' ? coveringRulesets(firewall.value, rules) : [];
    return { ...host, kernel, firewall, covering };
  });
  const findings = facts.flatMap((host) => evaluateHost(host, rules, parameters));
  return {
    tool: request.tool,
    startedAt,
    finishedAt: now().toISOString(),
    targets: [
      {
        url: session.endpoint.url,
        identity: about.instanceUuid ?? hosts[0]?.uuid ?? null,
        product: about.name,
        version: about.version,
        build: about.build,
        apiVersion: session.apiVersion,
        error: null,
      },
    ],
    targetRelease: null,
    rules: rules.map(({ id, title, severity, hash, references, profile }) => ({
      id,
      title,
      severity,
      hash,
      references,
      profile,
    })),
    summary: summarise(hosts, findings),
    hosts,
    findings,
    since: null,
  };
}

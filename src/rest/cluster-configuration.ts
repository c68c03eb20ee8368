import { z } from 'zod';
import type { RestCall } from './call.ts';
import { contradicted, detailOf, type HostWord, type HostWords, listingOf } from './host-words.ts';
import { RestAnswerError } from './json.ts';
import { ids, moment, shapeOf } from './shape.ts';

/** What vCenter found when it last compared a host with the configuration profile of its cluster. */
export interface ConfigurationCheck {
  readonly status: 'COMPLIANT' | 'NON_COMPLIANT';
  /** In milliseconds since 1970. */
  readonly checkedAt: number;
  /** Settings that differ, by their paths in the profile; never their values, which may be secret. Empty for a compliant host. */
  readonly drift: readonly string[];
}

/** `GET …/configuration/reports/last-compliance-result`, since 8.0.1.0 (docs/internals/rest.md 3.3). It checks nothing itself. */
export function configurationCompliance(cluster: string): RestCall<HostWords<ConfigurationCheck>> {
  return {
    name: 'rest-cluster-configuration-compliance',
    method: 'GET',
    api: `/api/esx/settings/clusters/${cluster}/configuration/reports/last-compliance-result`,
    rest: null,
    body: null,
    decode: complianceIn,
  };
}

const complianceSchema = z.object({
  /** RUNNING has no result yet. */
  cluster_status: z.enum(['RUNNING', 'COMPLIANT', 'NOT_COMPLIANT']),
  end_time: moment,
  compliant_hosts: ids,
  non_compliant_hosts: ids,
  failed_hosts: ids,
  skipped_hosts: ids,
  hosts: z.record(z.string(), z.unknown()),
});

const settings = z.array(z.object({ path: z.string().min(1) })).nullish();

const hostSchema = z.object({
  /** The host was compared where it is OK, and nowhere else. */
  host_status: z.object({ status: z.string().min(1), end_time: moment }),
  host_compliance: z
    .object({
      status: z.enum(['COMPLIANT', 'NON_COMPLIANT']),
      compliance_info: z.object({ sets: settings, adds: settings, deletes: settings }).nullish(),
    })
    .nullish(),
});
type HostResult = z.output<typeof hostSchema>;

function complianceIn(value: unknown): HostWords<ConfigurationCheck> {
  const answer = shapeOf(complianceSchema, value);
  if (answer.cluster_status === 'RUNNING') return () => RUNNING;
  if (answer.cluster_status === 'COMPLIANT' && answer.non_compliant_hosts.length > 0) {
    throw new RestAnswerError('the cluster is called compliant, and hosts of it are not');
  }
  const at = new Date(answer.end_time).toISOString();
  const listing = listingOf({
    COMPLIANT: answer.compliant_hosts,
    NON_COMPLIANT: answer.non_compliant_hosts,
    failed: answer.failed_hosts,
    skipped: answer.skipped_hosts,
  });
  return (host) => {
    const listed = listing(host);
    if (listed.kind !== 'said') return listed;
    const { word } = listed;
    if (word === 'failed' || word === 'skipped') return unchecked(word, at);
    return detailOf(answer.hosts, host, hostSchema, (detail) => checkIn(detail, word));
  };
}

const RUNNING: HostWord<never> = { kind: 'unknown', sentence: 'vCenter is checking the cluster just now' };

function unchecked(word: 'failed' | 'skipped', at: string): HostWord<never> {
  const sentence = word === 'failed' ? 'vCenter could not check the host' : 'vCenter left the host out of its check';
  return { kind: 'unknown', sentence: `as of ${at}, ${sentence}` };
}

function checkIn(detail: HostResult, listed: ConfigurationCheck['status']): HostWord<ConfigurationCheck> {
  const { host_status: ended, host_compliance: compliance } = detail;
  if (ended.status !== 'OK') return contradicted(listed, 'that it was not compared');
  if (compliance === null || compliance === undefined) return contradicted(listed, 'nothing');
  if (compliance.status !== listed) return contradicted(listed, compliance.status);
  const drift = driftIn(compliance.compliance_info ?? {});
  if (listed === 'COMPLIANT' && drift.length > 0) return contradicted(listed, 'that settings differ');
  const word = { status: listed, checkedAt: ended.end_time, drift: listed === 'COMPLIANT' ? [] : named(drift) };
  return { kind: 'said', word };
}

type Drift = NonNullable<NonNullable<HostResult['host_compliance']>['compliance_info']>;

/** Other on the host, missing on it, and there though nothing expects it. */
const KINDS = { sets: 'differs', adds: 'is missing', deletes: 'is not expected' } as const;

function driftIn(lists: Drift): readonly string[] {
  const entries = (['sets', 'adds', 'deletes'] as const).flatMap((list) =>
    (lists[list] ?? []).map(({ path }) => `${path} ${KINDS[list]}`),
  );
  return [...new Set(entries)].sort();
}

const MOST = 200;

/** A host that differs differs in something, whether or not vCenter names it. */
function named(drift: readonly string[]): readonly string[] {
  if (drift.length === 0) return ['settings that vCenter does not name'];
  return drift.length > MOST ? [...drift.slice(0, MOST), `${drift.length - MOST} more`] : drift;
}

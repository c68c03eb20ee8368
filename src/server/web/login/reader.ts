import type { Rights } from '../../queries/view.ts';
import type { Grant, Role } from '../config.ts';

/** Who asks, and what may be shown. */
export interface Reader extends Rights {
  /** As the audit trail names it: `person:SUBJECT`, `token:NAME`. */
  readonly actor: string;
  readonly name: string;
  readonly isAuditor: boolean;
  /** Sites whose numbers `/metrics` gives; null: all; empty: none. */
  readonly metrics: readonly string[] | null;
  /** Whether there is a session that can be ended. */
  readonly hasSession: boolean;
}

/** What a route asks of its reader; `nobody`: it is open to all. */
export type Need = 'nobody' | 'viewer' | 'auditor' | 'metrics';

/** The reader that a person of these groups is; what no grant gives is not there. Pure. */
export function readerOf(
  {
    subject,
    groups,
    hasSession,
  }: { readonly subject: string; readonly groups: readonly string[]; readonly hasSession: boolean },
  grants: readonly Grant[],
): Reader {
  const held = grants.filter(({ group }) => groups.includes(group));
  return { actor: `person:${subject}`, name: subject, hasSession, ...rightsOf(held) };
}

/** Who has exposure of a site sees the rest of it too, and all that viewers see may be counted. */
export function rightsOf(
  held: readonly Pick<Grant, 'role' | 'sites'>[],
): Pick<Reader, 'sites' | 'exposure' | 'isAuditor' | 'metrics'> {
  const by = (...roles: readonly Role[]): readonly string[] | null => {
    const sites = new Set(held.filter(({ role }) => roles.includes(role)).flatMap((grant) => grant.sites));
    return sites.has('*') ? null : [...sites];
  };
  return {
    sites: by('viewer', 'exposure'),
    exposure: by('exposure'),
    metrics: by('viewer', 'exposure', 'metrics'),
    isAuditor: held.some(({ role }) => role === 'auditor'),
  };
}

/** Where nobody logs in and only this machine is listened to. */
export const LOCAL: Reader = {
  actor: 'person:local',
  name: 'local',
  sites: null,
  exposure: null,
  metrics: null,
  isAuditor: true,
  hasSession: false,
};

export function mayRead(reader: Reader, need: Need): boolean {
  switch (need) {
    case 'nobody':
      return true;
    case 'viewer':
      return isSome(reader.sites);
    case 'auditor':
      return reader.isAuditor;
    case 'metrics':
      return isSome(reader.metrics);
  }
}

/** Whether there is anything at all that the reader may do. */
export function hasRole(reader: Reader): boolean {
  return mayRead(reader, 'viewer') || mayRead(reader, 'auditor') || mayRead(reader, 'metrics');
}

function isSome(sites: readonly string[] | null): boolean {
  return sites === null || sites.length > 0;
}

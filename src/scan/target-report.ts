import type { Session } from '../connect/session.ts';
import type { HostFacts } from '../model/facts.ts';
import type { TargetReport } from '../model/scan.ts';
import type { Failed } from './opened.ts';

/** A target that answered. A direct ESXi host has no `instanceUuid`: its hardware UUID identifies it. */
export function reportOf(session: Session, facts: readonly HostFacts[]): TargetReport {
  const { about } = session.content;
  return {
    url: session.endpoint.url,
    identity: about.instanceUuid ?? facts[0]?.host.uuid ?? null,
    product: about.name,
    version: about.version,
    build: about.build,
    apiVersion: session.apiVersion,
    error: null,
  };
}

/** A target that could not be asked: nothing is known of it but why. */
export function reportOfFailure({ connection, error }: Failed): TargetReport {
  return {
    url: connection.endpoint.url,
    identity: null,
    product: null,
    version: null,
    build: null,
    apiVersion: null,
    error: { code: error.code, message: error.message },
  };
}

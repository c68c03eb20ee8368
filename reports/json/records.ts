import type { AttestationReport } from '../../src/model/attestation.ts';
import type { ReleaseIdentity } from '../../src/model/catalog.ts';
import type { Firewall } from '../../src/model/firewall.ts';
import { type HostAttribute, type HostTag, LABEL_PATHS } from '../../src/model/host-labels.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { CoveringRuleset, ScannedHost, TargetReport } from '../../src/model/scan.ts';
import type { Waiver, WaiverReport } from '../../src/model/waiver.ts';
import type { FirewallRecord, HostRecord, KernelRecord, TargetRecord } from '../schema/host.ts';

/** A target as the contract has it; named keys, so that nothing slips in that the schema does not know. */
export function targetRecord(target: TargetReport): TargetRecord {
  const { url, identity, product, version, build, apiVersion, account, clock, error } = target;
  return {
    url,
    identity,
    product,
    version,
    build,
    apiVersion,
    ...(account === undefined ? {} : { account }),
    ...(clock === undefined ? {} : { clock: { server: clock.server, local: clock.local } }),
    error,
  };
}

/** A release as every contract names it. */
export function releaseRecord({ name, version, build, released, measured }: ReleaseIdentity): ReleaseIdentity {
  return { name, version, build, released, measured };
}

/** A host as the contract has it: named keys in one order, so that a saved scan is written as the scan itself was. */
export function hostRecord(host: ScannedHost): HostRecord {
  const { kernel, firewall, covering } = host;
  return {
    ...identityRecord(host),
    ...placeRecord(host),
    ...machineRecord(host),
    ...conditionRecord(host),
    kernel: Object.fromEntries([...kernel].map(([name, reading]) => [name, kernelRecord(reading)])),
    firewall: firewallRecord(firewall, covering),
    firewallProblem: problemOf(firewall),
    ...labelsRecord(host),
    ...(host.targetRelease === undefined
      ? {}
      : { targetRelease: host.targetRelease && releaseRecord(host.targetRelease) }),
    ...plannedImageRecord(host),
  };
}

/** The image that told which release is planned, where one did. */
export function plannedImageRecord({ plannedImage: image }: ScannedHost): Pick<HostRecord, 'plannedImage'> {
  if (image === undefined) return {};
  return { plannedImage: { cluster: image.cluster, version: image.version, problem: image.problem } };
}

function identityRecord({ id, moid, name, target, uuid, serial }: ScannedHost) {
  return { id, moid, name, target, uuid, serial };
}

function placeRecord({ datacenter, cluster, computeResource, folder }: ScannedHost) {
  return { datacenter, cluster, computeResource, folder };
}

/** Left out where nobody asked. */
function labelsRecord({ tags, attributes, unread = {} }: ScannedHost) {
  return {
    ...(tags === undefined
      ? {}
      : { tags: tags?.map(tagRecord) ?? null, tagsProblem: unread[LABEL_PATHS.tags] ?? null }),
    ...(attributes === undefined
      ? {}
      : {
          attributes: attributes?.map(attributeRecord) ?? null,
          attributesProblem: unread[LABEL_PATHS.attributes] ?? null,
        }),
  };
}

function tagRecord({ category, name, on, of }: HostTag) {
  return { category, name, on, of };
}

function attributeRecord({ name, value, on, of }: HostAttribute) {
  return { name, value, on, of };
}

function machineRecord(host: ScannedHost) {
  const { vendor, model, cpuModel, biosVersion, biosReleaseDate, version, build, release, released } = host;
  return { vendor, model, cpuModel, biosVersion, biosReleaseDate, version, build, release, released };
}

function conditionRecord(host: ScannedHost) {
  const { connectionState, powerState, standbyMode, inMaintenanceMode, bootTime, managementServerIp, trouble } = host;
  return { connectionState, powerState, standbyMode, inMaintenanceMode, bootTime, managementServerIp, trouble };
}

function kernelRecord(reading: Reading<KernelSetting>): KernelRecord {
  if (reading.kind === 'read') {
    const { default: byDefault, configured, runtime, source, type, problem } = reading.value;
    return { default: byDefault, configured, runtime, source, type, reading: 'read', problem };
  }
  const nothing = { default: null, configured: null, runtime: null, source: null, type: null };
  return { ...nothing, reading: reading.kind, problem: problemOf(reading) };
}

function firewallRecord(
  reading: Reading<Firewall> | null,
  covering: readonly CoveringRuleset[],
): FirewallRecord | null {
  if (reading?.kind !== 'read') return null;
  const { enabled, outgoingBlocked, incomingBlocked } = reading.value;
  return {
    enabled: enabled.kind === 'read' ? enabled.value : null,
    enabledProblem: problemOf(enabled),
    outgoingBlocked,
    incomingBlocked,
    covering: covering.map(coveringRecord),
  };
}

function coveringRecord(covering: CoveringRuleset): FirewallRecord['covering'][number] {
  const { ruleset, broad, narrow, allIp, allowed, userControllable, required, enabled } = covering;
  return { ruleset, broad, narrow, allIp, allowed: [...allowed], userControllable, required, enabled };
}

function problemOf(reading: Reading<unknown> | null): Problem | null {
  return reading?.kind === 'unread' ? reading.problem : null;
}

/** A waiver on the day of a report; `place` is of the machine that it was made on, and is left out. */
export function waiverRecord(waiver: WaiverReport) {
  const {
    rule,
    host,
    cluster,
    datacenter = null,
    target = null,
    folder = null,
    tag = null,
    attribute = null,
    reason,
    owner,
    ticket,
    expires,
    state,
    matched,
    unclear,
  } = waiver;
  const said = { reason, owner, ticket, ...acceptanceRecord(waiver), expires, state, matched };
  const labels = Object.entries({ folder, tag, attribute }).filter(([, value]) => value !== null);
  const doubt = unclear === undefined ? {} : { unclear };
  return { rule, host, cluster, datacenter, target, ...Object.fromEntries(labels), ...said, ...doubt };
}

/** Who accepted a risk, and where that is kept; left out where nobody said. */
export function acceptanceRecord({ approvedBy = null, poam = null }: Pick<Waiver, 'approvedBy' | 'poam'>) {
  return { ...(approvedBy === null ? {} : { approvedBy }), ...(poam === null ? {} : { poam }) };
}

/** What a person attested; `place` is of the machine that it was made on, and is left out. */
export function attestationRecord(attestation: AttestationReport): Omit<AttestationReport, 'place'> {
  const { controlId, status, explanation, updated, updatedBy, frequency, hosts, clusters, expires, state } =
    attestation;
  return { controlId, status, explanation, updated, updatedBy, frequency, hosts, clusters, expires, state };
}

import { hostFrom } from '../../collect/host-facts.ts';
import type { Session } from '../../connect/session.ts';
import type { PlanHost } from '../../model/plan.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { exactText } from '../actions/answers.ts';
import { type IdentityRefusal, identityRefusal, listed } from '../live-host.ts';

/** Which host it is, and what it runs: none of it changes by a reboot. */
export interface HostIdentity {
  readonly uuid: string;
  /** Null where the hardware tells none: `HostSystemInfo.serialNumber` and its tags are optional. */
  readonly serial: string | null;
  readonly version: string;
  readonly build: string;
}

/** What `identityIn` needs. */
export const IDENTITY_PATHS = ['summary.hardware', 'hardware.systemInfo', 'summary.config.product'] as const;

/** The identity in what the server told; a string says what could not be read of it. */
export function identityIn(planned: PlanHost, content: ObjectContent): HostIdentity | string {
  const { properties, missing } = content;
  const [refused] = [...missing.keys()].filter((path) => path === '' || IDENTITY_PATHS.some((each) => each === path));
  if (refused !== undefined) return `${refused === '' ? 'the host' : refused} may not be read`;
  const hardware = properties.get('summary.hardware');
  const system = properties.get('hardware.systemInfo');
  const product = properties.get('summary.config.product');
  const uuids = [hardware, system].map((each) => (each === undefined ? null : exactText(each, 'uuid')));
  const [uuid = null, other = null] = uuids;
  if (uuid === null || other === null) return 'its hardware UUID was not told';
  if (uuid.toLowerCase() !== other.toLowerCase()) return `it tells two hardware UUIDs, ${uuid} and ${other}`;
  const version = product === undefined ? null : exactText(product, 'version');
  const build = product === undefined ? null : exactText(product, 'build');
  if (version === null || build === null) return 'its version and build were not told';
  const source = { target: '', targetIdentity: null, releaseName: () => null };
  return { uuid, serial: hostFrom(listed(planned), content, source).serial, version, build };
}

/** Reads the identity anew. Throws what the session throws. */
export async function readIdentity(session: Session, planned: PlanHost): Promise<HostIdentity | string> {
  const properties = [{ type: 'HostSystem', paths: IDENTITY_PATHS }];
  const objects = [{ type: 'HostSystem', value: planned.moid }];
  for await (const content of session.retrieve({ properties, objects })) {
    if (content.object.value === planned.moid) return identityIn(planned, content);
  }
  return 'it is not in the inventory any more';
}

/** Why the host is not, or not surely, the one that the plan means; null when it is. */
export function identityDoubt(planned: PlanHost, identity: HostIdentity | string): IdentityRefusal | null {
  if (typeof identity !== 'string') return identityRefusal(planned, identity);
  return { reason: 'unread', detail: `Which host it is could not be read: ${identity}.` };
}

/** What differs between the identity before a reboot and after it, one phrase each. */
export function identityChanges(before: HostIdentity, after: HostIdentity): readonly string[] {
  const pairs = [
    ['hardware UUID', before.uuid.toLowerCase(), after.uuid.toLowerCase()],
    ['serial number', before.serial?.toLowerCase() ?? null, after.serial?.toLowerCase() ?? null],
    ['version', before.version, after.version],
    ['build', before.build, after.build],
  ] as const;
  return pairs
    .filter(([, one, other]) => one !== null && one !== other)
    .map(([what, one, other]) => `its ${what} is ${other ?? 'not told'} instead of ${one ?? ''}`);
}

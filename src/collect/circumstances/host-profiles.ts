import type { Session } from '../../connect/session.ts';
import type { Problem } from '../../model/problem.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import type { Call } from '../../vim/call.ts';
import { morefOf, requiredChild, type VimElement } from '../../vim/element.ts';
import { retrieveServiceContent } from '../../vim/methods/session.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { problemFromError } from '../answer-problem.ts';
import { morefsIn, readAt, textIn } from '../property-value.ts';
import { retrieveKnown } from '../retrieve-known.ts';

/** Names of host profiles by the key of the host or cluster that they are attached to. */
export type AttachedProfiles = ReadonlyMap<string, string>;

const NO_MANAGER: Problem = { code: 'not-reported', detail: 'the server does not tell where its host profiles are' };
const NO_VIEW = 'the account may not see host profiles (it needs Profile.View)';

/**
 * Every attachment of a host profile, by way of the properties of `hostProfileManager`. What a profile lists is not read:
 * an attached one counts whole. Every vCenter since 4.0 has that manager; one that does not name it did not tell.
 */
export async function readHostProfiles(session: Session, signal?: AbortSignal): Promise<Reading<AttachedProfiles>> {
  const options = signal === undefined ? {} : { signal };
  try {
    const manager = await session.call(hostProfileManager(), options);
    if (manager === null) return unread(NO_MANAGER);
    const profiles = await profilesOf(session, manager, options);
    return profiles.kind === 'read' ? await attachmentsOf(session, profiles.value, options) : profiles;
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/** The service content once more, for the one entry point that only this needs. */
function hostProfileManager(): Call<Moref | null> {
  return { ...retrieveServiceContent(), decode: managerIn };
}

function managerIn(response: VimElement): Moref | null {
  return morefOf(requiredChild(response, 'returnval'), 'hostProfileManager');
}

async function profilesOf(
  session: Session,
  manager: Moref,
  options: { readonly signal?: AbortSignal },
): Promise<Reading<readonly Moref[]>> {
  const properties = { type: manager.type, paths: ['profile'] };
  for await (const content of retrieveKnown(session, properties, [manager], options)) {
    return withoutView(readAt(content, 'profile', morefsIn));
  }
  return unread({ code: 'not-reported', detail: NO_VIEW });
}

async function attachmentsOf(
  session: Session,
  profiles: readonly Moref[],
  options: { readonly signal?: AbortSignal },
): Promise<Reading<AttachedProfiles>> {
  const attached = new Map<string, string>();
  if (profiles.length === 0) return read(attached);
  const told = new Set<string>();
  for (const type of new Set(profiles.map((profile) => profile.type))) {
    const objects = profiles.filter((profile) => profile.type === type);
    for await (const content of retrieveKnown(session, { type, paths: ['name', 'entity'] }, objects, options)) {
      const entities = withoutView(readAt(content, 'entity', morefsIn));
      const name = withoutView(readAt(content, 'name', textIn));
      if (entities.kind !== 'read') return entities;
      if (name.kind !== 'read') return name;
      told.add(morefKey(content.object));
      for (const entity of entities.value) attached.set(morefKey(entity), name.value);
    }
  }
  if (told.size < profiles.length) return unread({ code: 'not-reported', detail: NO_VIEW });
  return read(attached);
}

/** What the account lacks is known by its name here. */
function withoutView<T>(reading: Reading<T>): Reading<T> {
  if (reading.kind !== 'unread' || reading.problem.code !== 'no-permission') return reading;
  return unread({ ...reading.problem, detail: NO_VIEW });
}

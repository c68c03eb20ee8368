import type { Session } from '../../connect/session.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import type { Call } from '../../vim/call.ts';
import { asMoref, morefOf, requiredChild, type VimElement } from '../../vim/element.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { retrieveServiceContent } from '../../vim/methods/session.ts';
import { problemFromError, problemFromFault } from '../problem-from.ts';

/** Names of host profiles by the key of the host or cluster that they are attached to. */
export type AttachedProfiles = ReadonlyMap<string, string>;

const NO_VIEW = 'the account may not see host profiles (it needs Profile.View)';

/**
 * Every attachment of a host profile, by way of the properties of `hostProfileManager`. What a profile lists is not read:
 * an attached one counts whole. A server without that manager has no host profiles.
 */
export async function readHostProfiles(session: Session, signal?: AbortSignal): Promise<Reading<AttachedProfiles>> {
  const options = signal === undefined ? {} : { signal };
  try {
    const manager = await session.call(hostProfileManager(), options);
    if (manager === null) return read(new Map());
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
  const request = { properties: [{ type: manager.type, paths: ['profile'] }], objects: [manager] };
  for await (const { properties, missing } of session.retrieve(request, options)) {
    const list = properties.get('profile');
    const profiles = list === undefined ? [] : list.children.map(asMoref);
    if (missing.size > 0 || profiles.includes(null)) return unread(refusedBy(missing));
    return read(profiles.filter((profile) => profile !== null));
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
  const types = [...new Set(profiles.map(({ type }) => type))];
  const request = { properties: types.map((type) => ({ type, paths: ['name', 'entity'] })), objects: profiles };
  for await (const { object, properties, missing } of session.retrieve(request, options)) {
    if (missing.size > 0) return unread(refusedBy(missing));
    told.add(morefKey(object));
    const entities = properties.get('entity');
    const name = properties.get('name')?.text ?? object.value;
    for (const entity of entities === undefined ? [] : entities.children.map(asMoref)) {
      if (entity === null) return unread(refusedBy(missing));
      attached.set(morefKey(entity), name);
    }
  }
  if (told.size < profiles.length) return unread({ code: 'not-reported', detail: NO_VIEW });
  return read(attached);
}

function refusedBy(missing: ObjectContent['missing']) {
  const [fault] = missing.values();
  if (fault === undefined)
    return { code: 'unexpected-answer', detail: 'the list of host profiles cannot be read' } as const;
  const problem = problemFromFault(fault);
  return problem.code === 'no-permission' ? { ...problem, detail: NO_VIEW } : problem;
}

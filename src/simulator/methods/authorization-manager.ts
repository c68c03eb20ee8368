import { childrenOf } from '../wire/element.ts';
import { renderMember } from '../wire/render.ts';
import { arrayOf, boolean, data, reference, string } from '../wire/value.ts';
import { findObject } from './find.ts';
import { sessionOf, type Call, type Method } from './method.ts';
import { holds } from './rights.ts';

/** What a session may do on which objects (API 5.5). */
export const AUTHORIZATION_MANAGER: readonly Method[] = [
  {
    name: 'HasPrivilegeOnEntities',
    on: 'AuthorizationManager',
    parameters: ['entity', 'sessionId', 'privId'],
    answer: hasPrivilegeOnEntities,
  },
];

function hasPrivilegeOnEntities(call: Call): string {
  const privileges = childrenOf(call.request, 'privId').map(({ text }) => text.trim());
  return childrenOf(call.request, 'entity')
    .map(({ type, text }) => entityPrivilege(call, { type: type ?? '', id: text.trim() }, privileges))
    .map((answer) => renderMember('returnval', answer, call.version))
    .join('');
}

function entityPrivilege(
  call: Call,
  entity: { readonly type: string; readonly id: string },
  privileges: readonly string[],
) {
  const { account } = sessionOf(call);
  const hidden = findObject(entity.id, entity.type, call)?.host?.trouble.noPermission === true;
  const has = (id: string): boolean => !hidden && holds(account, id);
  const availability = privileges.map((id) =>
    data('PrivilegeAvailability', { privId: string(id), isGranted: boolean(has(id)) }),
  );
  return data('EntityPrivilege', {
    entity: reference(entity),
    privAvailability: arrayOf('PrivilegeAvailability', availability),
  });
}

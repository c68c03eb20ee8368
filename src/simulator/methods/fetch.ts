import { refusalOf } from '../collector/object-content.ts';
import { textOf } from '../wire/element.ts';
import { invalidProperty } from '../wire/fault.ts';
import { renderTyped } from '../wire/render.ts';
import { valueAt } from '../world/object.ts';
import { knowsPath } from '../world/types.ts';
import type { Call, Method } from './method.ts';

/** One property of any object, as pyVmomi reads it. */
export const FETCH: readonly Method[] = [
  { name: 'Fetch', on: '*', parameters: ['prop'], internal: true, anonymous: true, answer: fetchProperty },
];

function fetchProperty(call: Call): string {
  const path = textOf(call.request, 'prop') ?? '';
  if (!knowsPath(call.self.type, path, call.version)) throw invalidProperty(path);
  const authenticated = call.session !== null && call.session.expired === null;
  const refusal = refusalOf(call.self, path, authenticated);
  if (refusal !== null) throw refusal;
  return renderTyped('returnval', valueAt(call.self, path), call.version);
}

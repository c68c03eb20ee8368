import { randomUUID } from 'node:crypto';
import { booleanOf, childOf, childrenOf, textsOf } from '../wire/element.ts';
import { invalidArgument, objectNotFound } from '../wire/fault.ts';
import { boolean, reference, type Reference, references, strings } from '../wire/value.ts';
import { isOfType } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Call, type Method, returnedReference, sessionOf } from './method.ts';
import { findObject } from './search-index.ts';

/** Views belong to the session (docs/internals/wire.md 2.2). */
export const VIEWS: readonly Method[] = [
  {
    name: 'CreateContainerView',
    on: 'ViewManager',
    parameters: ['container', 'type', 'recursive'],
    answer: createContainerView,
  },
  { name: 'CreateListView', on: 'ViewManager', parameters: ['obj'], answer: createListView },
  { name: 'DestroyView', on: 'ContainerView', parameters: [], answer: destroyView },
  { name: 'DestroyView', on: 'ListView', parameters: [], answer: destroyView },
];

function createContainerView(call: Call): string {
  const given = childOf(call.request, 'container');
  const container = given === undefined ? undefined : call.world.find(given.text.trim(), given.type);
  if (given === undefined) throw invalidArgument('container');
  if (container === undefined) throw objectNotFound({ type: given.type ?? '', id: given.text.trim() });
  const types = textsOf(call.request, 'type');
  const recursive = booleanOf(call.request, 'recursive') ?? false;
  const self = newId('ContainerView', call);
  sessionOf(call).objects.set(self.id, {
    ...self,
    properties: {
      container: reference(container),
      type: strings(types),
      recursive: boolean(recursive),
      view: () => references(contents(call.world, container, recursive).filter((each) => fits(each, types))),
    },
  });
  return returnedReference(self, call);
}

function createListView(call: Call): string {
  const members = childrenOf(call.request, 'obj').map(({ type, text }) => ({ type: type ?? '', id: text.trim() }));
  const self = newId('ListView', call);
  const present = (): Reference[] => members.filter(({ id, type }) => findObject(id, type, call) !== undefined);
  sessionOf(call).objects.set(self.id, { ...self, properties: { view: () => references(present()) } });
  return returnedReference(self, call);
}

function destroyView(call: Call): string {
  sessionOf(call).objects.delete(call.self.id);
  return '';
}

function newId(type: string, call: Call): Reference {
  return { type, id: `session[${sessionOf(call).key}]${randomUUID()}` };
}

function fits({ type }: Reference, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((each) => isOfType(type, each));
}

/** Everything below a container, parents first; the container itself is not in it. */
function contents(world: World, container: Reference, recursive: boolean): readonly Reference[] {
  const children = world.inventory.children.get(container.id) ?? [];
  if (!recursive) return children;
  return children.flatMap((child) => [child, ...contents(world, child, true)]);
}

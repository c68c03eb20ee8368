import type { Element } from './element.ts';
import { RequestFault } from './fault.ts';

/** Members of the structures that requests hold, in the order of their declaration (docs/internals/wire.md 2.3). */
const STRUCTURES: Readonly<Record<string, readonly string[]>> = {
  specSet: ['propSet', 'objectSet', 'reportMissingObjectsInResults'],
  spec: ['propSet', 'objectSet', 'reportMissingObjectsInResults'],
  propSet: ['type', 'all', 'pathSet'],
  objectSet: ['obj', 'skip', 'selectSet'],
  selectSet: ['name', 'type', 'path', 'skip', 'selectSet'],
  argument: ['name', 'val'],
  changedValue: ['key', 'value'],
};

const COLLECTING = new Set(['specSet', 'spec']);

/** The real parser is made from an ordered schema: refuses members that are unknown or out of order. */
export function checkOrder(method: Element, parameters: readonly string[]): void {
  checkMembers(method, ['_this', ...parameters]);
  for (const child of method.children) {
    if (COLLECTING.has(child.name) && child.children.some(({ name }) => name === 'objectSet')) checkDeep(child);
    if (child.name === 'argument' || child.name === 'changedValue') checkDeep(child);
  }
}

function checkDeep(element: Element): void {
  const members = STRUCTURES[element.name];
  if (members === undefined) return;
  checkMembers(element, members);
  for (const child of element.children) checkDeep(child);
}

function checkMembers(element: Element, members: readonly string[]): void {
  let reached = 0;
  for (const { name } of element.children) {
    const position = members.indexOf(name, reached);
    if (position < 0) {
      throw new RequestFault(`Unexpected element tag "${name}" seen, while parsing "${element.name}"`);
    }
    reached = position;
  }
}

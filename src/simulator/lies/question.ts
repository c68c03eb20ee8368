import { childOf, childrenOf, parseXml, textOf, type Element } from '../wire/element.ts';
import type { Reference } from '../wire/value.ts';

/** What a request asks: the names under which its answers can be lied about. */
export type Question =
  | { readonly kind: 'properties'; readonly asked: ReadonlyMap<string, readonly string[]> }
  | { readonly kind: 'command' | 'option' | 'method'; readonly id: string; readonly subjects: readonly Reference[] };

const RETRIEVING = new Set(['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx', 'RetrieveProperties']);

/** Reads a request: its method element. `continued` finds what a page token was given for. */
export function questionOf(request: Element, continued: (token: string) => Question | undefined): Question {
  const subjects = subjectsOf(request);
  if (RETRIEVING.has(request.name)) {
    const token = textOf(request, 'token');
    const known = token === null ? undefined : continued(token);
    return known ?? { kind: 'properties', asked: askedPaths(request) };
  }
  if (request.name === 'ExecuteSoap') return { kind: 'command', id: commandId(request), subjects };
  if (request.name === 'QueryOptions')
    return { kind: 'option', id: `option ${textOf(request, 'name') ?? ''}`, subjects };
  return { kind: 'method', id: `method ${request.name}`, subjects };
}

function askedPaths(request: Element): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, string[]>();
  for (const set of childrenOf(request, 'specSet').flatMap((each) => childrenOf(each, 'propSet'))) {
    const paths = childrenOf(set, 'pathSet').map(({ text }) => text.trim());
    const type = textOf(set, 'type') ?? '';
    asked.set(type, [...(asked.get(type) ?? []), ...paths]);
  }
  return asked;
}

/** Types that stand for their subclasses in a request. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  ClusterComputeResource: ['ComputeResource', 'ManagedEntity'],
};

/** The paths that were asked of objects of one type. */
export function pathsAskedOf(type: string, asked: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [type, ...(BASES[type] ?? ['ManagedEntity'])].flatMap((each) => asked.get(each) ?? []);
}

/** `esxcli system settings kernel list --option`: the words of the command, and the names of its arguments. */
function commandId(request: Element): string {
  const command = (textOf(request, 'method') ?? '').replace(/^vim\.EsxCLI\./, '').split('.');
  const names = childrenOf(request, 'argument').map((each) => `--${textOf(each, 'name') ?? ''}`);
  return ['esxcli', ...command, ...names.toSorted()].join(' ');
}

/** The receiver, and every object that a parameter names. */
function subjectsOf(request: Element): readonly Reference[] {
  return request.children
    .filter(({ type, xsiType }) => (type ?? xsiType) !== null)
    .map(({ type, xsiType, text }) => ({ type: type ?? xsiType ?? '', id: text.trim() }));
}

/** The method element of a request as it came over the wire. */
export function methodIn(envelope: string): Element | undefined {
  return childOf(parseXml(envelope), 'Body')?.children[0];
}

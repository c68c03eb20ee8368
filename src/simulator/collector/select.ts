import { invalidProperty, objectNotFound } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';
import { type ManagedObject, referencesAt } from '../world/objects.ts';
import { isOfType, knowsPath } from '../world/types.ts';
import type { ObjectSpec, PropertySpec, Selection, Specification } from './specification.ts';

/** One object of an answer, and the property paths asked for it. */
export interface Selected {
  readonly object: ManagedObject;
  /** Null stands for all. */
  readonly paths: readonly string[] | null;
}

export interface Lookup {
  readonly version: string;
  find(target: Reference): ManagedObject | undefined;
}

/** The objects that a specification selects, each once, in the order they are met. */
export function select(specification: Specification, lookup: Lookup): readonly Selected[] {
  checkPaths(specification.properties, lookup.version);
  const walk = new Walk(specification, lookup);
  for (const spec of specification.objects) walk.start(spec);
  return walk.found;
}

/** One unknown path, or one newer than the version, fails the whole call (docs/internals/wire.md 2.4). */
function checkPaths(properties: readonly PropertySpec[], version: string): void {
  for (const { type, paths } of properties) {
    const unknown = paths.find((path) => !knowsPath(type, path, version));
    if (unknown !== undefined) throw invalidProperty(unknown);
  }
}

class Walk {
  readonly found: Selected[] = [];
  readonly #specification: Specification;
  readonly #lookup: Lookup;
  readonly #named = new Map<string, Selection>();
  readonly #met = new Set<string>();
  readonly #pathsByType = new Map<string, readonly string[] | null | undefined>();

  constructor(specification: Specification, lookup: Lookup) {
    this.#specification = specification;
    this.#lookup = lookup;
    for (const { selections } of specification.objects) this.#learnNames(selections);
  }

  start({ object, skip, selections }: ObjectSpec): void {
    const root = this.#lookup.find(object);
    if (root !== undefined) this.#visit(root, skip, selections);
    else if (!this.#specification.reportMissing) throw objectNotFound(object);
  }

  #learnNames(selections: readonly Selection[]): void {
    for (const selection of selections) {
      if (selection.kind === 'named') continue;
      if (selection.name !== null) this.#named.set(selection.name, selection);
      this.#learnNames(selection.selections);
    }
  }

  #visit(object: ManagedObject, skip: boolean, selections: readonly Selection[]): void {
    if (!skip) this.#take(object);
    for (const each of selections) {
      const selection = each.kind === 'named' ? this.#named.get(each.name) : each;
      if (selection?.kind === 'traversal' && isOfType(object.type, selection.type)) this.#follow(object, selection);
    }
  }

  #follow(object: ManagedObject, selection: Selection & { kind: 'traversal' }): void {
    const visit = `${object.id} ${selection.name ?? ''} ${selection.type}.${selection.path}`;
    if (this.#met.has(visit)) return;
    this.#met.add(visit);
    for (const target of referencesAt(object, selection.path)) {
      const next = this.#lookup.find(target);
      if (next !== undefined) this.#visit(next, selection.skip, selection.selections);
    }
  }

  #take(object: ManagedObject): void {
    const paths = this.#pathsFor(object.type);
    if (paths === undefined || this.#met.has(object.id)) return;
    this.#met.add(object.id);
    this.found.push({ object, paths });
  }

  /** Joined over all specs whose type fits; undefined when none does. */
  #pathsFor(type: string): readonly string[] | null | undefined {
    if (this.#pathsByType.has(type)) return this.#pathsByType.get(type);
    const fitting = this.#specification.properties.filter((spec) => isOfType(type, spec.type));
    const paths = fitting.some(({ all }) => all) ? null : [...new Set(fitting.flatMap((spec) => spec.paths))];
    const answer = fitting.length === 0 ? undefined : paths;
    this.#pathsByType.set(type, answer);
    return answer;
  }
}

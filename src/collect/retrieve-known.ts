import type { Session } from '../connect/session.ts';
import { textOf } from '../vim/element.ts';
import { type Fault, isFault, SoapFault } from '../vim/fault.ts';
import type { PropertyPaths } from '../vim/methods/properties.ts';
import { type Moref, morefKey } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';

interface RetrieveOptions {
  readonly signal?: AbortSignal;
}

/** Properties that a session's server has refused by name, with its fault: asked for once a session, not once a batch. */
const refusedBy = new WeakMap<Session, Map<string, Fault>>();

/**
 * Reads properties of objects of one type. A server faults the whole call for one path that it does not know
 * (docs/internals/wire.md 2.4): then the others are read again without it, and it stands in `missing` with the fault, so that
 * only what needs it is unread. Each object once.
 */
export async function* retrieveKnown(
  session: Session,
  { type, paths }: PropertyPaths,
  objects: readonly Moref[],
  options: RetrieveOptions = {},
): AsyncGenerator<ObjectContent, void> {
  const refused = refusedIn(session);
  const delivered = new Set<string>();
  for (;;) {
    const known = paths.filter((path) => !refused.has(path));
    const left = objects.filter((object) => !delivered.has(morefKey(object)));
    try {
      for await (const content of session.retrieve({ properties: [{ type, paths: known }], objects: left }, options)) {
        delivered.add(morefKey(content.object));
        yield withRefused(content, paths, refused);
      }
      return;
    } catch (error) {
      const fault = invalidProperty(error);
      if (fault === null) throw error;
      const path = await culprit(session, { type, paths: known }, { fault, object: left[0], options });
      if (path === null) throw error;
      refused.set(path, fault);
    }
  }
}

function refusedIn(session: Session): Map<string, Fault> {
  const known = refusedBy.get(session) ?? new Map<string, Fault>();
  refusedBy.set(session, known);
  return known;
}

function withRefused(content: ObjectContent, paths: readonly string[], refused: Map<string, Fault>): ObjectContent {
  const asked = paths.filter((path) => refused.has(path));
  if (asked.length === 0) return content;
  const missing = new Map(content.missing);
  for (const path of asked) {
    const fault = refused.get(path);
    if (fault !== undefined) missing.set(path, fault);
  }
  return { ...content, missing };
}

function invalidProperty(error: unknown): Fault | null {
  return error instanceof SoapFault && isFault(error.fault, 'InvalidProperty') ? error.fault : null;
}

interface Suspect {
  readonly fault: Fault;
  readonly object: Moref | undefined;
  readonly options: RetrieveOptions;
}

/** The path that the fault names; where it names none of ours, the first that is refused when asked for by itself. */
async function culprit(
  session: Session,
  { type, paths }: PropertyPaths,
  { fault, object, options }: Suspect,
): Promise<string | null> {
  const named = fault.detail === null ? null : textOf(fault.detail, 'name');
  const found = paths.find((path) => path === named);
  if (found !== undefined || object === undefined) return found ?? null;
  for (const path of paths) {
    if (await isRefused(session, { type, paths: [path] }, object, options)) return path;
  }
  return null;
}

async function isRefused(
  session: Session,
  properties: PropertyPaths,
  object: Moref,
  options: RetrieveOptions,
): Promise<boolean> {
  try {
    for await (const content of session.retrieve({ properties: [properties], objects: [object] }, options))
      void content;
    return false;
  } catch (error) {
    if (invalidProperty(error) === null) throw error;
    return true;
  }
}

import type { Session } from '../../connect/session.ts';
import { problemFromError, problemFromFault } from '../../collect/problem-from.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import type { VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';

/** One property of a part of a host, live; unread where the host has no such part or does not show it. */
export async function readProperty(session: Session, part: Moref | null, path: string): Promise<Reading<VimElement>> {
  if (part === null) return unread({ code: 'not-reported', detail: `the host did not tell where to read ${path}` });
  try {
    const request = { properties: [{ type: part.type, paths: [path] }], objects: [part] };
    for await (const { object, properties, missing } of session.retrieve(request)) {
      if (object.value !== part.value) continue;
      const value = properties.get(path);
      if (value !== undefined) return read(value);
      const fault = missing.get(path);
      if (fault !== undefined) return unread(problemFromFault(fault));
    }
  } catch (error) {
    return unread(problemFromError(error));
  }
  return unread({ code: 'not-reported', detail: `the host does not show its ${path}` });
}

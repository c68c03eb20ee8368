import { EsxcheckError } from '../model/errors.ts';
import type { VimElement } from '../vim/element.ts';
import { isFault } from '../vim/fault.ts';
import {
  continueRetrievePropertiesEx,
  retrievePropertiesEx,
  type PropertyPaths,
  type Selection,
} from '../vim/methods/properties.ts';
import { createContainerView, destroyView } from '../vim/methods/views.ts';
import { morefKey, type Moref } from '../vim/moref.ts';
import { contradictory, objectContentOf, tokenOf, type ObjectContent, type Page } from '../vim/object-content.ts';
import type { Call } from '../vim/call.ts';
import type { Item } from '../vim/response-reader.ts';
import { WireError } from '../vim/wire-error.ts';
import { HeldToken } from './held-token.ts';
import type { Line } from './line.ts';
import { Recovery, SessionLost } from './recovery.ts';
import type { Ticket } from './wire.ts';

/** Which properties to read of which objects: all of some types below a container, or those named. */
export type RetrieveRequest = { readonly properties: readonly PropertyPaths[] } & (
  | { readonly view: { readonly container: Moref; readonly types: readonly string[] } }
  | { readonly objects: readonly Moref[] }
);

/** A page, and the most objects that one request names (protocol.md 2.3 and 8, point 8). */
const PAGE_SIZE = 100;
const NOTHING_MORE: Page = { token: null, objects: [] };

/**
 * Reads objects page by page and hands them out as they arrive, each once, whatever happens to the session on the way.
 * Left early, it cancels the page token and destroys the view.
 *
 * An answer about an object that nobody asked for is none. One that is told twice in one pass is handed out once more, as
 * contradictory: who has taken the first answer takes that in its place. Of a request for one object it comes alone.
 */
export class Retrieval {
  readonly #line: Line;
  readonly #request: RetrieveRequest;
  readonly #signal: AbortSignal | undefined;
  readonly #delivered = new Set<string>();
  /** Null: whatever a view shows. */
  readonly #asked: ReadonlySet<string> | null;
  readonly #recovery: Recovery;

  constructor(line: Line, request: RetrieveRequest, signal: AbortSignal | undefined) {
    this.#line = line;
    this.#request = request;
    this.#asked = 'objects' in request ? new Set(request.objects.map(({ value }) => value)) : null;
    this.#signal = signal;
    this.#recovery = new Recovery(line, signal);
  }

  async *objects(): AsyncGenerator<ObjectContent, void> {
    if (this.#asked?.size !== 1) return yield* this.#all();
    let last: ObjectContent | null = null;
    for await (const content of this.#all()) last = content;
    if (last !== null) yield last;
  }

  async *#all(): AsyncGenerator<ObjectContent, void> {
    for (;;) {
      const ticket = await this.#line.ticket(this.#signal);
      try {
        yield* this.#fresh(this.#pass(ticket));
        return;
      } catch (error) {
        const gone = await this.#recovery.from(error, ticket);
        if (gone !== null && this.#names(gone.object)) yield* this.#fresh([gone]);
      }
    }
  }

  /** Leaves out what was handed out in an earlier pass, and what was not asked for. */
  async *#fresh(contents: AsyncIterable<ObjectContent> | Iterable<ObjectContent>): AsyncGenerator<ObjectContent> {
    const told = new Set<string>();
    for await (const content of contents) {
      const key = morefKey(content.object);
      if (this.#asked?.has(content.object.value) === false) continue;
      if (told.has(key)) yield contradictory(content.object);
      told.add(key);
      if (this.#delivered.has(key)) continue;
      this.#delivered.add(key);
      this.#recovery.progressed();
      yield content;
    }
  }

  #names(object: Moref): boolean {
    return 'objects' in this.#request && this.#request.objects.some((named) => morefKey(named) === morefKey(object));
  }

  async *#pass(ticket: Ticket): AsyncGenerator<ObjectContent> {
    if ('view' in this.#request) {
      yield* this.#throughView(this.#request.view, ticket);
      return;
    }
    const left = this.#request.objects.filter((object) => !this.#delivered.has(morefKey(object)));
    for (let start = 0; start < left.length; start += PAGE_SIZE) {
      yield* this.#pages({ objects: left.slice(start, start + PAGE_SIZE) }, ticket);
    }
  }

  async *#throughView(
    { container, types }: { readonly container: Moref; readonly types: readonly string[] },
    ticket: Ticket,
  ): AsyncGenerator<ObjectContent> {
    const create = createContainerView(this.#line.content.viewManager, container, types);
    const view = await this.#line.send(create, ticket, this.#signal);
    this.#recovery.sessionScoped(view);
    const debt = this.#line.owe(destroyView(view), ticket);
    try {
      yield* this.#pages({ view }, ticket);
    } finally {
      await debt.settle();
    }
  }

  async *#pages(selection: Selection, ticket: Ticket): AsyncGenerator<ObjectContent> {
    const collector = this.#line.content.propertyCollector;
    const { properties } = this.#request;
    let call: Call<Page> | null = retrievePropertiesEx(collector, { properties, selection, pageSize: PAGE_SIZE });
    const held = new HeldToken(this.#line, ticket);
    try {
      while (call !== null) {
        const page: Page = yield* this.#objectsOf(this.#line.stream(call, 'objects', ticket, this.#signal), held);
        held.hold(page.token);
        call = held.token === null ? null : continueRetrievePropertiesEx(collector, held.token);
      }
    } finally {
      await held.giveBack();
    }
  }

  /** One answer, object by object. Left early, the rest of it is not waited for. */
  async *#objectsOf(items: AsyncGenerator<Item, Page>, held: HeldToken): AsyncGenerator<ObjectContent, Page> {
    try {
      let step = await items.next();
      for (; step.done !== true; step = await items.next()) {
        held.hold(tokenOf(step.value.returnval));
        yield this.#accepted(contentOf(step.value.element));
      }
      return step.value;
    } finally {
      await items.return(NOTHING_MORE);
    }
  }

  /** A dead session shows as data with holes, under HTTP 200 (protocol.md 1.4). */
  #accepted(content: ObjectContent): ObjectContent {
    const refused = [...content.missing.values()].some((fault) => isFault(fault, 'NotAuthenticated'));
    if (refused && !this.#recovery.excuses(content.object)) throw new SessionLost(content.object);
    return content;
  }
}

/** An object that does not tell which it is leaves the whole answer unclear. */
function contentOf(element: VimElement): ObjectContent {
  try {
    return objectContentOf(element);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const details = [error.message];
    throw new EsxcheckError('UNEXPECTED_ANSWER', 'the server listed an object that cannot be understood', {
      details,
      cause: error,
    });
  }
}

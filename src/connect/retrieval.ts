import { EsxcheckError } from '../model/errors.ts';
import { asMoref } from '../vim/element.ts';
import { type Fault, isFault } from '../vim/fault.ts';
import { createContainerView, destroyView, type PropertyPaths } from '../vim/methods/properties.ts';
import { type Moref, morefKey } from '../vim/moref.ts';
import { contradictory, type ObjectContent } from '../vim/object-content.ts';
import type { AuthenticatedChannel } from './authenticated-channel.ts';
import { PAGE_SIZE, PageReader } from './page-reader.ts';
import { Recovery, SessionLost } from './recovery.ts';
import { RetrievalBounds } from './retrieval-bounds.ts';
import type { SessionCookie } from './wire.ts';

/** Which properties to read of which objects: all of some types below a container, or those named. */
export type RetrieveRequest = { readonly properties: readonly PropertyPaths[] } & (
  | { readonly view: { readonly container: Moref; readonly types: readonly string[] } }
  | { readonly objects: readonly Moref[] }
);

/** Stands in `missing` for an object that a view lists and the server then says nothing of. No server sends such a fault. */
const NOT_TOLD: Fault = { type: 'UnexpectedAnswer', message: 'the server told nothing of it', detail: null };

/**
 * Reads objects page by page and hands them out as they arrive, each once, whatever happens to the session on the way.
 * Left early, it cancels the page token and destroys the view. A list that does not end is an error.
 *
 * Where the server refuses all pages but the first, the rest is asked for by name: whom a view shows is one property of it.
 *
 * An answer about an object that nobody asked for is none. One that is told twice in one pass is handed out once more, as
 * contradictory: who has taken the first answer takes that in its place. Of a request for one object it comes alone.
 */
export class Retrieval {
  readonly #line: AuthenticatedChannel;
  readonly #request: RetrieveRequest;
  readonly #signal: AbortSignal | undefined;
  readonly #delivered = new Set<string>();
  /** How many objects had come when the server promised more of them and refused to send it; 0: it did not. */
  #beforePromise = 0;
  /** Null: whatever a view shows. */
  readonly #asked: ReadonlySet<string> | null;
  readonly #recovery: Recovery;
  readonly #bounds: RetrievalBounds;
  readonly #reader: PageReader;

  constructor(line: AuthenticatedChannel, request: RetrieveRequest, signal: AbortSignal | undefined) {
    this.#line = line;
    this.#request = request;
    this.#asked = 'objects' in request ? new Set(request.objects.map(({ value }) => value)) : null;
    this.#signal = signal;
    this.#recovery = new Recovery(line, signal);
    this.#bounds = new RetrievalBounds(line.endpoint, 'objects' in request ? request.objects.length : null);
    this.#reader = new PageReader({ line, bounds: this.#bounds, signal });
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
      this.#requireLogin(content);
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

  async *#pass(ticket: SessionCookie): AsyncGenerator<ObjectContent> {
    if ('view' in this.#request) yield* this.#throughView(this.#request.view, ticket);
    else yield* this.#named(this.#request.objects, ticket);
  }

  /** By hundreds. Of what the server does not send at once, the rest is asked for again, as long as some of it comes. */
  async *#named(objects: readonly Moref[], ticket: SessionCookie): AsyncGenerator<ObjectContent> {
    const { properties } = this.#request;
    let left = this.#undelivered(objects);
    while (left.length > 0) {
      const chunk = left.slice(0, PAGE_SIZE);
      const isWhole = yield* this.#reader.read({ properties, selection: { objects: chunk }, ticket });
      const rest = isWhole ? [] : this.#undelivered(chunk);
      if (rest.length === chunk.length)
        throw this.#bounds.withoutEnd('it goes on and has nothing of what was asked for');
      left = [...rest, ...left.slice(PAGE_SIZE)];
    }
  }

  #undelivered(objects: readonly Moref[]): readonly Moref[] {
    return objects.filter((object) => !this.#delivered.has(morefKey(object)));
  }

  async *#throughView(
    { container, types }: { readonly container: Moref; readonly types: readonly string[] },
    ticket: SessionCookie,
  ): AsyncGenerator<ObjectContent> {
    const create = createContainerView(this.#line.content.viewManager, container, types);
    const view = await this.#line.send(create, ticket, this.#signal);
    this.#recovery.sessionScoped(view);
    const debt = this.#line.owe(destroyView(view), ticket);
    const { properties } = this.#request;
    try {
      if (!this.#reader.refusesPages) {
        if (yield* this.#reader.read({ properties, selection: { view }, ticket })) return;
        this.#beforePromise = this.#delivered.size;
      }
      const members = await this.#membersOf(view, ticket);
      this.#requireWhole(members);
      yield* this.#named(members, ticket);
      // A host that the view shows is there, whatever else is not told of it.
      for (const object of this.#undelivered(members)) yield { object, properties: new Map(), missing: UNTOLD };
    } finally {
      await debt.settle();
    }
  }

  /** What was handed out before the list broke off is of the view, and there is more: another page was promised. */
  #requireWhole(members: readonly Moref[]): void {
    const shown = new Set(members.map(morefKey));
    if ([...this.#delivered].some((key) => !shown.has(key)))
      throw unclearView('it lacks an object that was listed of it');
    if (members.length <= this.#beforePromise) throw unclearView('there is more than what it tells of');
  }

  /** Each object of a view once, by one property that needs no pages. */
  async #membersOf(view: Moref, ticket: SessionCookie): Promise<readonly Moref[]> {
    const properties = [{ type: view.type, paths: ['view'] }];
    const members = new Map<string, Moref>();
    for await (const content of this.#reader.read({ properties, selection: { objects: [view] }, ticket })) {
      this.#requireLogin(content);
      for (const entry of content.properties.get('view')?.children ?? []) {
        const member = asMoref(entry);
        if (member === null) throw unclearView(`<${entry.name}> is no object`);
        this.#bounds.object();
        members.set(morefKey(member), member);
      }
    }
    if (members.size === 0) throw unclearView('it tells of no object');
    return [...members.values()];
  }

  /** A dead session shows as data with holes, under HTTP 200 (docs/internals/wire.md 1.4). */
  #requireLogin(content: ObjectContent): void {
    const refused = [...content.missing.values()].some((fault) => isFault(fault, 'NotAuthenticated'));
    if (refused && !this.#recovery.excuses(content.object)) throw new SessionLost(content.object);
  }
}

const UNTOLD: ReadonlyMap<string, Fault> = new Map([['', NOT_TOLD]]);

function unclearView(why: string): EsxcheckError {
  return new EsxcheckError('UNEXPECTED_ANSWER', 'the server does not tell what its view shows', { details: [why] });
}

import { EsxcheckError } from '../model/errors.ts';
import type { Call } from '../vim/call.ts';
import type { VimElement } from '../vim/element.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import {
  cancelRetrievePropertiesEx,
  continueRetrievePropertiesEx,
  type PropertyPaths,
  retrievePropertiesEx,
  type Selection,
} from '../vim/methods/properties.ts';
import { type ObjectContent, objectContentOf, type Page, tokenOf } from '../vim/object-content.ts';
import type { Item } from '../vim/response-reader.ts';
import { WireError } from '../vim/wire-error.ts';
import { type AuthenticatedChannel, isNotAuthenticated } from './authenticated-channel.ts';
import type { Debt } from './pending-resources.ts';
import type { RetrievalBounds } from './retrieval-bounds.ts';
import type { SessionCookie } from './wire.ts';

/** A page (`RetrieveOptions.maxObjects`), and the most objects that one request names. */
export const PAGE_SIZE = 100;
const NOTHING_MORE: Page = { token: null, objects: [] };

/**
 * Servers that hand out a page token and then refuse to follow it, as vCenter 7.0.3 to 8.0.2 do to an account whose role
 * begins below the root folder (docs/privileges.md). Learnt once a session.
 */
const refusing = new WeakSet<AuthenticatedChannel>();

/** What to read, and under which login. */
export interface PageRequest {
  readonly properties: readonly PropertyPaths[];
  readonly selection: Selection;
  readonly ticket: SessionCookie;
}

export interface PageReaderOptions {
  readonly line: AuthenticatedChannel;
  readonly bounds: RetrievalBounds;
  readonly signal: AbortSignal | undefined;
}

/** Reads one selection page by page. Left early, it cancels the page token. */
export class PageReader {
  readonly #options: PageReaderOptions;

  constructor(options: PageReaderOptions) {
    this.#options = options;
  }

  /** Whether the server is known to refuse every page but the first. */
  get refusesPages(): boolean {
    return refusing.has(this.#options.line);
  }

  /** Returns whether that was all: false where there is more, and the server refuses to send it by pages. */
  async *read(request: PageRequest): AsyncGenerator<ObjectContent, boolean> {
    const { line, bounds } = this.#options;
    const { properties, selection, ticket } = request;
    const collector = line.content.propertyCollector;
    const held = new HeldToken(line, ticket);
    try {
      let page = yield* this.#page(
        retrievePropertiesEx(collector, { properties, selection, pageSize: PAGE_SIZE }),
        held,
        ticket,
      );
      while (held.token !== null) {
        if (this.refusesPages) return false;
        bounds.promise(held.token, page);
        page = yield* this.#page(continueRetrievePropertiesEx(collector, held.token), held, ticket);
      }
      return true;
    } catch (error) {
      if (held.token === null || !isRefusal(error)) throw error;
      refusing.add(line);
      return false;
    } finally {
      await held.giveBack();
    }
  }

  /** One answer, object by object; returns how many. Left early, the rest of it is not waited for. */
  async *#page(call: Call<Page>, held: HeldToken, ticket: SessionCookie): AsyncGenerator<ObjectContent, number> {
    const { line, bounds, signal } = this.#options;
    const limits = { signal, timeoutMs: bounds.callMs, onBytes: (bytes: number) => bounds.received(bytes) };
    const items: AsyncGenerator<Item, Page> = line.stream(call, 'objects', ticket, limits);
    const next = () => bounds.waiting(() => items.next());
    let count = 0;
    try {
      let step = await next();
      for (; step.done !== true; step = await next()) {
        held.hold(tokenOf(step.value.returnval));
        bounds.object();
        count += 1;
        yield contentOf(step.value.element);
      }
      held.hold(step.value.token);
      return count;
    } finally {
      await items.return(NOTHING_MORE);
    }
  }
}

/** The account may begin a list and not go on with it. That the session has ended is another matter. */
function isRefusal(error: unknown): boolean {
  return error instanceof SoapFault && isFault(error.fault, 'NoPermission') && !isNotAuthenticated(error);
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

/** The token of the page that is being read: a server keeps memory for it until it is followed or cancelled. */
class HeldToken {
  readonly #line: AuthenticatedChannel;
  readonly #ticket: SessionCookie;
  #token: string | null = null;
  #debt: Debt | null = null;

  constructor(line: AuthenticatedChannel, ticket: SessionCookie) {
    this.#line = line;
    this.#ticket = ticket;
  }

  get token(): string | null {
    return this.#token;
  }

  /** The page names this token, which makes the one before it used up; null on the last page. */
  hold(token: string | null): void {
    if (token === this.#token) return;
    this.#debt?.forget();
    this.#token = token;
    const collector = this.#line.content.propertyCollector;
    this.#debt = token === null ? null : this.#line.owe(cancelRetrievePropertiesEx(collector, token), this.#ticket);
  }

  async giveBack(): Promise<void> {
    await this.#debt?.settle();
  }
}

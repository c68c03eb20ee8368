import { morefOf } from '../vim/element.ts';
import { type Fault, isFault, SoapFault } from '../vim/fault.ts';
import { type Moref, morefKey } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { type AuthenticatedChannel, isNotAuthenticated } from './authenticated-channel.ts';
import { isPassing } from './retrying.ts';
import type { SessionCookie } from './wire.ts';

/** Thrown inside a retrieval when an object's properties are withheld for want of a login. */
export class SessionLost extends Error {
  readonly object: Moref;

  constructor(object: Moref) {
    super('the session is not authenticated');
    this.name = 'SessionLost';
    this.object = object;
  }
}

const MOST_FRUITLESS = 3;

/** Decides what to do when a pass of a retrieval ends in an error: begin another one, or give up. */
export class Recovery {
  readonly #line: AuthenticatedChannel;
  readonly #signal: AbortSignal | undefined;
  readonly #scoped = new Set<string>();
  /** Objects for which a login was already made. */
  readonly #excused = new Set<string>();
  /** From now on data with holes is taken as it is: a login would not fill them. */
  #takesAnything = false;
  /** Passes that ended since the last new object. */
  #fruitless = 0;
  #renewedInVain = false;

  constructor(line: AuthenticatedChannel, signal: AbortSignal | undefined) {
    this.#line = line;
    this.#signal = signal;
  }

  progressed(): void {
    this.#fruitless = 0;
    this.#renewedInVain = false;
  }

  /** Names an object that lives only as long as the session. */
  sessionScoped(object: Moref): void {
    this.#scoped.add(object.value);
  }

  /** Whether an object whose properties were withheld is to be handed out as it is. */
  excuses(object: Moref): boolean {
    if (this.#takesAnything) return true;
    if (!this.#excused.has(morefKey(object))) return false;
    this.#line.persisted();
    return true;
  }

  /**
   * Returns when another pass is worth it, else throws the error. What it returns is an object that no pass can read any
   * more, if that was the trouble.
   */
  async from(error: unknown, ticket: SessionCookie): Promise<ObjectContent | null> {
    if (error instanceof SessionLost) {
      this.#excused.add(morefKey(error.object));
      this.#takesAnything = !(await this.#line.renew(ticket));
      return null;
    }
    this.#fruitless += 1;
    if (this.#fruitless > MOST_FRUITLESS) throw error;
    if (this.#isExpiry(error)) return this.#renew(error, ticket);
    if (isPassing(error)) await this.#line.pauseBefore(this.#fruitless, this.#signal);
    else return goneObject(error);
    return null;
  }

  async #renew(error: unknown, ticket: SessionCookie): Promise<null> {
    if (this.#renewedInVain) this.#line.persisted();
    if (this.#renewedInVain || !(await this.#line.renew(ticket))) throw error;
    this.#renewedInVain = true;
    return null;
  }

  /** NotAuthenticated, or the loss of something that only the session knew (docs/internals/wire.md 1.4). */
  #isExpiry(error: unknown): boolean {
    if (isNotAuthenticated(error)) return true;
    const lost = lostObject(error);
    if (lost === undefined) return false;
    return lost === null || lost.type === 'PropertyCollector' || this.#scoped.has(lost.value);
  }
}

/** The object that is not found; null where the server does not name it, undefined where that is not the trouble. */
function lostObject(error: unknown): Moref | null | undefined {
  if (!(error instanceof SoapFault) || !isFault(error.fault, 'ManagedObjectNotFound')) return undefined;
  const { detail } = error.fault;
  return detail === null ? null : morefOf(detail, 'obj');
}

/** An object that vanished takes its whole page with it (docs/internals/wire.md 2.4); throws any other error. */
function goneObject(error: unknown): ObjectContent {
  const object = lostObject(error);
  if (object === undefined || object === null || !(error instanceof SoapFault)) throw error;
  return { object, properties: new Map(), missing: new Map<string, Fault>([['', error.fault]]) };
}

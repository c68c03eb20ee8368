import { once } from 'node:events';
import { PAGED } from '../collector/page.ts';
import type { Trouble } from '../estate/trouble.ts';

/** A call as far as a trouble can choose by it. */
export interface Occasion {
  readonly method: string;
  /** Name of the host that the call is on; null for none. */
  readonly host: string | null;
  /** A file, not a call: met by the troubles that name it alone. */
  readonly isDocument?: true;
}

const ALL_OF_REST: Occasion = { method: 'rest', host: null, isDocument: true };

interface Pending {
  readonly trouble: Trouble;
  seen: number;
}

/** The troubles of the server as a whole, in the order they were asked for. */
export class Disturbances {
  #pending: readonly Pending[] = [];

  add(troubles: readonly Trouble[]): void {
    this.#pending = [...this.#pending, ...troubles.map((trouble) => ({ trouble, seen: 0 }))];
  }

  /** The troubles that a REST call meets: those that name it, or all of REST. */
  takeRest(name: string): readonly Trouble[] {
    return [...this.take({ method: name, host: null, isDocument: true }), ...this.take(ALL_OF_REST)];
  }

  clear(): void {
    this.#pending = [];
  }

  /** The troubles that this call meets. Each call counts once for each trouble that it fits. */
  take(occasion: Occasion): readonly Trouble[] {
    const met = this.#pending.filter((each) => meets(each, occasion)).map(({ trouble }) => trouble);
    this.#pending = this.#pending.filter(
      ({ trouble, seen }) => trouble.times === null || seen < trouble.after + trouble.times,
    );
    return met;
  }
}

function meets(pending: Pending, { method, host, isDocument }: Occasion): boolean {
  const { trouble } = pending;
  if (isDocument === true && trouble.method === undefined) return false;
  if (trouble.method !== undefined && trouble.method !== method) return false;
  if (trouble.host !== undefined && trouble.host !== host) return false;
  if (trouble.kind === 'expire' && (method === 'RetrieveServiceContent' || method === 'Login')) return false;
  if (trouble.kind === 'endless' && !PAGED.has(method)) return false;
  pending.seen += 1;
  return pending.seen > trouble.after;
}

/** Resolves when the client gives up, which is all that ends a call that is never answered. */
export async function hangUp(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** What a load balancer answers when nothing stands behind it. */
export const ERROR_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Service error</title></head><body><h1>Something went wrong</h1><p>Try again later.<br></body></html>\n';

export const GARBAGE = '\u0000\u0001PK\u0003\u0004 this is <not> &XML; at "all"';

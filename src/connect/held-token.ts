import { cancelRetrievePropertiesEx } from '../vim/methods/properties.ts';
import type { Debt } from './debts.ts';
import type { Line } from './line.ts';
import type { Ticket } from './wire.ts';

/** The token of the page that is being read: a server keeps memory for it until it is followed or cancelled. */
export class HeldToken {
  readonly #line: Line;
  readonly #ticket: Ticket;
  #token: string | null = null;
  #debt: Debt | null = null;

  constructor(line: Line, ticket: Ticket) {
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

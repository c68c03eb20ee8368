/** Something that the server keeps for us until it is told that it need not: a view, a page token. */
export interface Debt {
  /** Tells the server, once however often it is asked for; never throws. */
  settle(): Promise<void>;
  /** It no longer exists: a token that was followed. */
  forget(): void;
}

/** All that is owed to a server, so that nothing stays there when a session is closed in the middle of things. */
export class PendingResources {
  readonly #open = new Set<Debt>();

  add(pay: () => Promise<void>): Debt {
    let paid: Promise<void> | null = null;
    const debt: Debt = {
      settle: async () => {
        paid ??= pay().finally(() => this.#open.delete(debt));
        await paid;
      },
      forget: () => {
        paid ??= Promise.resolve();
        this.#open.delete(debt);
      },
    };
    this.#open.add(debt);
    return debt;
  }

  /** The newest first: a token before the view that it belongs to. */
  async settleAll(): Promise<void> {
    for (const debt of [...this.#open].reverse()) await debt.settle();
  }
}

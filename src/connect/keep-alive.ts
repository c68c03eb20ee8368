/** Sessions may end after 30 idle minutes (protocol.md 1.4). */
export const KEEP_ALIVE_MS = 10 * 60_000;

/** Calls `beat` whenever nothing was heard for a while. Never keeps the process alive. */
export class KeepAlive implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(beat: () => Promise<unknown>, idleMs: number) {
    this.#timer = setTimeout(() => {
      this.#timer.refresh();
      beat().catch(() => {});
    }, idleMs).unref();
  }

  /** Something was sent: the session is not idle. */
  touch(): void {
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

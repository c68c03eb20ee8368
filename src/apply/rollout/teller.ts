import type { RolloutEvent } from './rollout-event.ts';
import type { Window } from './window.ts';

/** Tells people what goes on, and the same thing once. */
export class Teller {
  readonly #emit: (event: RolloutEvent) => void;
  #isLost = false;
  #wasOpen: boolean | null = null;

  constructor(emit: ((event: RolloutEvent) => void) | undefined) {
    this.#emit = emit ?? (() => undefined);
  }

  tell(event: RolloutEvent): void {
    this.#emit(event);
  }

  window(window: Window | null, open: boolean): void {
    if (window === null || open === this.#wasOpen) return;
    this.#wasOpen = open;
    this.#emit({ kind: 'window', open, text: window.text });
  }

  lost(detail: string): void {
    if (!this.#isLost) this.#emit({ kind: 'lost', detail });
    this.#isLost = true;
  }

  found(): void {
    if (this.#isLost) this.#emit({ kind: 'found' });
    this.#isLost = false;
  }
}

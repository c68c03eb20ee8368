import type { PlanHost } from '../../model/plan.ts';
import type { RolloutOutcome, RolloutPhase, RolloutReason } from '../../model/rollout.ts';
import type { Room } from './room.ts';
import type { Window } from './window.ts';

/** What people may want to see while a rollout goes on for hours. Texts may hold text from hosts. */
export type RolloutEvent =
  | {
      readonly kind: 'planned';
      readonly lanes: readonly { readonly name: string; readonly hosts: readonly string[] }[];
      readonly refused: number;
    }
  /** A host went into another phase, or a task of it went on. */
  | {
      readonly kind: 'phase';
      readonly host: PlanHost;
      readonly phase: RolloutPhase;
      /** Per cent of the task that is waited for; null where none is told. */
      readonly progress: number | null;
    }
  /** Hosts may be started from now on, or not until the window opens again. */
  | { readonly kind: 'window'; readonly open: boolean; readonly text: string }
  /** How many hosts of a cluster may be out at once, where several were asked for. */
  | { readonly kind: 'room'; readonly cluster: string; readonly most: number; readonly why: string }
  | { readonly kind: 'stopped'; readonly cluster: string; readonly reason: RolloutReason; readonly detail: string }
  /** vCenter does not answer; hosts are waited for all the same. */
  | { readonly kind: 'lost'; readonly detail: string }
  | { readonly kind: 'found' }
  | { readonly kind: 'ended'; readonly outcome: RolloutOutcome };

/** Tells people what goes on, and the same thing once. */
export class RolloutEvents {
  readonly #emit: (event: RolloutEvent) => void;
  #isLost = false;
  #wasOpen: boolean | null = null;
  /** What was said of each cluster last, by its managed object id. */
  readonly #rooms = new Map<string, string>();

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

  room({ moid, name }: { readonly moid: string; readonly name: string }, { most, why }: Room): void {
    const said = `${most} ${why}`;
    if (this.#rooms.get(moid) === said) return;
    this.#rooms.set(moid, said);
    this.#emit({ kind: 'room', cluster: name, most, why });
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

import type { RolloutEvent } from '../../../apply/rollout/events.ts';
import type { RebootOptions } from '../../../apply/rollout/reboot-hosts.ts';
import { parseWindow, type Window } from '../../../apply/rollout/window.ts';
import { isLeftInMaintenance, type Reboot } from '../../../model/rollout.ts';
import { usageError } from '../../parser/usage-error.ts';
import type { Io } from '../../shared/console.ts';
import type { RolloutArguments } from './options.ts';
import { rolloutScreen } from './reboot-progress.ts';

export const EXPERIMENTAL = '--reboot is EXPERIMENTAL: nobody has seen it on a real vCenter yet. Watch it.';

/** The window of a command line; null for at any time. Throws before anything is contacted. */
function windowOf({ window, timeZone }: Pick<RolloutArguments, 'window' | 'timeZone'>): Window | null {
  if (window === undefined && timeZone === undefined) return null;
  if (window === undefined || timeZone === undefined) throw usageError('--window and --time-zone go together.');
  return parseWindow(window, timeZone);
}

/** Flags that mean something only together with `--reboot`. */
export function requireReboot(args: RolloutArguments): void {
  const { reboot, parallel, allowVmDowntime, window, timeZone, maxRebootFailures, rebootPoll } = args;
  const given = [parallel, allowVmDowntime, window, timeZone, maxRebootFailures, rebootPoll].some(
    (each) => each !== undefined,
  );
  if (given && reboot !== true) throw usageError('A flag of the rolling reboot was given without --reboot.');
  windowOf(args);
}

type RebootFlags = RolloutArguments & { readonly canary?: boolean | undefined };

/** Which hosts may be rebooted, and how many at once. */
export function rebootFlags({ allowVmDowntime = false, canary = false, parallel = 1 }: RebootFlags): {
  readonly allowVmDowntime: boolean;
  readonly canary: boolean;
  readonly parallel: number;
} {
  return { allowVmDowntime, canary, parallel };
}

/** Shows a rolling reboot while it goes on, and what came of it. */
export class RebootScreen {
  readonly options: RebootOptions;
  readonly #io: Io;
  readonly #screen: ReturnType<typeof rolloutScreen>;
  readonly #onInterrupt = (): void => this.#screen.show(INTERRUPTED);
  #hasBegun = false;

  constructor(args: RebootFlags, io: Io) {
    this.#io = io;
    this.#screen = rolloutScreen(io, () => new Date());
    this.options = {
      ...rebootFlags(args),
      window: windowOf(args),
      maxFailures: args.maxRebootFailures ?? 1,
      ...(args.rebootPoll === undefined ? {} : { waits: { pollMs: args.rebootPoll * 1000 } }),
      onEvent: (event) => this.#show(event),
      onFinished: () => this.stop(),
    };
  }

  #show(event: RolloutEvent): void {
    if (!this.#hasBegun) this.#begin();
    this.#screen.show(event);
  }

  #begin(): void {
    this.#hasBegun = true;
    if (this.#io.signal.aborted) this.#onInterrupt();
    else this.#io.signal.addEventListener('abort', this.#onInterrupt, { once: true });
  }

  /** Takes away what is only of the moment. */
  stop(): void {
    this.#io.signal.removeEventListener('abort', this.#onInterrupt);
    if (this.#hasBegun) this.#screen.stop();
  }

  /** In one line. */
  summaryOf(reboots: readonly Reboot[]): string {
    if (!this.#hasBegun) return 'No host is to be rebooted.';
    const counts = KINDS.map(
      ([kind, word]) => [reboots.filter((reboot) => reboot.kind === kind).length, word] as const,
    );
    const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
    const names = reboots.filter(isLeftInMaintenance).map(({ host }) => host.name);
    return `rolling reboot: ${said.join(', ')}${names.length === 0 ? '' : `; left in maintenance mode: ${names.join(', ')}`}`;
  }
}

const KINDS = [
  ['done', 'done'],
  ['failed', 'failed'],
  ['indeterminate', 'indeterminate'],
  ['not-tried', 'not tried'],
] as const;

const INTERRUPTED = {
  kind: 'stopped',
  cluster: 'interrupted',
  reason: 'interrupted',
  detail:
    'hosts that were rebooted are brought to their end. Press Ctrl-C again to leave them as they are, in maintenance mode; run the same command later to go on.',
} as const;

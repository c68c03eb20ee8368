import { openJournal } from '../apply/journal.ts';
import type { RolloutOptions } from '../apply/rollout/options.ts';
import { previewRollout, rollOut } from '../apply/rollout/roll-out.ts';
import { rolloutHosts } from '../apply/rollout/rollout-hosts.ts';
import type { RolloutHost } from '../apply/rollout/situation.ts';
import { parseWindow, type Window } from '../apply/rollout/window.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RolloutOutcome } from '../model/rollout.ts';
import { note, warn } from './io.ts';
import { misuse } from './misuse.ts';
import type { RolloutArguments } from './rollout-options.ts';
import { outcomeLine, rolloutScreen } from './rollout-screen.ts';
import type { Undertaking } from './undertaking.ts';

const EXPERIMENTAL = '--reboot is EXPERIMENTAL: nobody has seen it on a real vCenter yet. Watch it.';

/** The window of a command line; null for at any time. Throws before anything is contacted. */
function windowOf({ window, timeZone }: Pick<RolloutArguments, 'window' | 'timeZone'>): Window | null {
  if (window === undefined && timeZone === undefined) return null;
  if (window === undefined || timeZone === undefined) throw misuse('--window and --time-zone go together.');
  return parseWindow(window, timeZone);
}

/** Flags that mean something only together with `--reboot`. */
export function requireReboot(args: RolloutArguments): void {
  const { reboot, allowVmDowntime, window, timeZone, maxRebootFailures, rebootPoll } = args;
  const given = [allowVmDowntime, window, timeZone, maxRebootFailures, rebootPoll].some((each) => each !== undefined);
  if (given && reboot !== true) throw misuse('A flag of the rolling reboot was given without --reboot.');
  windowOf(args);
}

/** Tells which hosts would be rebooted, in which order, and which not, from what vCenter says now. */
export async function tellRollout({ session, args, io }: Undertaking, outcomes: readonly Outcome[]): Promise<void> {
  await warn(io, EXPERIMENTAL);
  const { lanes, refused } = await previewRollout(session, hostsOf(outcomes), flagsOf(args));
  for (const { situation, queue } of lanes) {
    await note(io, `would be rebooted in ${situation.name}: ${queue.map(({ host }) => host.name).join(', ')}`);
  }
  for (const outcome of refused) await note(io, `would not be rebooted: ${outcomeLine(outcome)}`);
}

/** Reboots the hosts whose steps are done and need it, under the journal of the apply. */
export async function rollHosts(
  undertaking: Undertaking,
  outcomes: readonly Outcome[],
): Promise<readonly RolloutOutcome[]> {
  const { plan, journal: path, session, io, args } = undertaking;
  const hosts = hostsOf(outcomes);
  if (hosts.length === 0 || io.signal.aborted) {
    await note(io, 'No host is to be rebooted.');
    return [];
  }
  await using journal = await openJournal(path, plan);
  const screen = rolloutScreen(io, () => new Date());
  const onInterrupt = (): void => screen.show(INTERRUPTED);
  io.signal.addEventListener('abort', onInterrupt, { once: true });
  try {
    const rolled = await rollOut(session, hosts, {
      ...optionsOf(undertaking),
      journal,
      onEvent: (event) => screen.show(event),
    });
    screen.stop();
    await note(io, summaryOf(rolled));
    return rolled;
  } finally {
    screen.stop();
    io.signal.removeEventListener('abort', onInterrupt);
    if (args.canary === true) await note(io, 'The other hosts wait for a word: run it again without --canary.');
  }
}

const INTERRUPTED = {
  kind: 'stopped',
  cluster: 'interrupted',
  reason: 'interrupted',
  detail:
    'hosts that were rebooted are brought to their end. Press Ctrl-C again to leave them as they are, in maintenance mode; run the same command later to go on.',
} as const;

function optionsOf({ args, io }: Undertaking): Omit<RolloutOptions, 'journal'> {
  return {
    ...flagsOf(args),
    window: windowOf(args),
    maxFailures: args.maxRebootFailures ?? 1,
    signal: io.signal,
    ...(args.rebootPoll === undefined ? {} : { waits: { pollMs: args.rebootPoll * 1000 } }),
  };
}

function flagsOf({ allowVmDowntime = false, canary = false }: Undertaking['args']): {
  readonly allowVmDowntime: boolean;
  readonly canary: boolean;
} {
  return { allowVmDowntime, canary };
}

const WELL = new Set(['done', 'already-so', 'would-change']);

/** Hosts that need a reboot, and none of whose steps was left undone. */
function hostsOf(outcomes: readonly Outcome[]): readonly RolloutHost[] {
  const spoilt = new Set(outcomes.filter(({ kind }) => !WELL.has(kind)).map(({ step }) => step.host.id));
  return rolloutHosts(outcomes.map(({ step }) => step).filter(({ host }) => !spoilt.has(host.id)));
}

function summaryOf(outcomes: readonly RolloutOutcome[]): string {
  const counts = KINDS.map((kind) => [outcomes.filter((outcome) => outcome.kind === kind).length, kind] as const);
  const left = outcomes.filter(({ kind, inMaintenance }) => kind !== 'done' && inMaintenance === true);
  const told = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  const names = left.map(({ host }) => host.name).join(', ');
  return `rolling reboot: ${told.join(', ')}${names === '' ? '' : `; left in maintenance mode: ${names}`}`;
}

const KINDS = ['done', 'failed', 'indeterminate', 'not tried'] as const;

/** Whether every host came through, needed no reboot, or was not to be rebooted yet. */
export function isRolledWell(outcomes: readonly RolloutOutcome[]): boolean {
  return outcomes.every(({ kind, reason }) => kind === 'done' || reason === 'already-so' || reason === 'awaits-word');
}

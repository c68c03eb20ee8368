import type { JournalRecord } from '../apply/journal/format.ts';
import { openJournal } from '../apply/journal/journal.ts';
import type { RolloutEvent } from '../apply/rollout/events.ts';
import { rolloutPast } from '../apply/rollout/journal-records.ts';
import type { RolloutOptions } from '../apply/rollout/options.ts';
import { agendaOf, rollOut, rolloutHosts } from '../apply/rollout/plan-rollout.ts';
import type { RolloutHost } from '../apply/rollout/situations.ts';
import { parseWindow, type Window } from '../apply/rollout/window.ts';
import type { Outcome } from '../model/outcome.ts';
import { isLeftInMaintenance, type Reboot, type RolloutOutcome } from '../model/rollout.ts';
import { note, warn } from './io.ts';
import { misuse } from './misuse.ts';
import { RebootEvents } from './reboot-events.ts';
import { plannedReboots } from './reboots.ts';
import type { RolloutArguments } from './rollout-options.ts';
import { rolloutScreen } from './rollout-screen.ts';
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

/** Which hosts would be rebooted, in which order, and which not: from the journal, and what vCenter says now. */
export async function previewReboots(
  { session, args, io }: Undertaking,
  outcomes: readonly Outcome[],
  records: readonly JournalRecord[],
): Promise<readonly Reboot[]> {
  await warn(io, EXPERIMENTAL);
  const past = rolloutPast(records);
  return plannedReboots(await agendaOf(session, hostsOf(outcomes), { ...flagsOf(args), past }));
}

/** Reboots the hosts whose steps are done and need it, under the journal of the apply; each is told to `onEnded` as it ends. */
export async function rollHosts(
  undertaking: Undertaking,
  outcomes: readonly Outcome[],
  onEnded: (outcome: RolloutOutcome) => void,
): Promise<readonly RolloutOutcome[]> {
  const { plan, journal: path, io, args } = undertaking;
  const hosts = hostsOf(outcomes);
  if (hosts.length === 0 || io.signal.aborted) {
    await note(io, 'No host is to be rebooted.');
    return hosts.map(({ host }) => ({ host, ...NOT_BEGUN }));
  }
  await using journal = await openJournal(path, plan);
  const screen = rolloutScreen(io, () => new Date());
  const events = new RebootEvents(undertaking, journal);
  const onInterrupt = (): void => screen.show(INTERRUPTED);
  io.signal.addEventListener('abort', onInterrupt, { once: true });
  const onEvent = (event: RolloutEvent): void => {
    screen.show(event);
    events.note(event);
    if (event.kind === 'ended') onEnded(event.outcome);
  };
  try {
    const rolled = await rollOut(undertaking.session, hosts, { ...optionsOf(undertaking), journal, onEvent });
    screen.stop();
    await note(io, summaryOf(rolled));
    return rolled;
  } finally {
    screen.stop();
    io.signal.removeEventListener('abort', onInterrupt);
    await events.settled();
    if (args.canary === true) await note(io, 'The other hosts wait for a word: run it again without --canary.');
  }
}

const NOT_BEGUN = {
  kind: 'not tried',
  reason: 'interrupted',
  detail: 'The run was interrupted before its turn came.',
  inMaintenance: null,
} as const;

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
export function hostsOf(outcomes: readonly Outcome[]): readonly RolloutHost[] {
  const spoilt = new Set(outcomes.filter(({ kind }) => !WELL.has(kind)).map(({ step }) => step.host.id));
  return rolloutHosts(outcomes.map(({ step }) => step).filter(({ host }) => !spoilt.has(host.id)));
}

function summaryOf(outcomes: readonly RolloutOutcome[]): string {
  const counts = KINDS.map((kind) => [outcomes.filter((outcome) => outcome.kind === kind).length, kind] as const);
  const left = outcomes.filter(isLeftInMaintenance);
  const told = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  const names = left.map(({ host }) => host.name).join(', ');
  return `rolling reboot: ${told.join(', ')}${names === '' ? '' : `; left in maintenance mode: ${names}`}`;
}

const KINDS = ['done', 'failed', 'indeterminate', 'not tried'] as const;

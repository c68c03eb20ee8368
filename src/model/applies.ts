import type { Direction, OutcomeKind } from './outcome.ts';
import type { Action } from './plan.ts';
import type { RolloutOutcome } from './rollout.ts';

/** A host as a journal names it; the name is null where no record of the journal tells it. */
export interface JournaledHost {
  readonly id: string;
  readonly name: string | null;
}

/** What a later run of the same journal found out about a write; `sent-again`: it had not taken effect by then. */
export interface Settled<Outcome> {
  readonly at: string;
  readonly outcome: Outcome;
}

/** One step within one run, by what the journal holds of it. */
export interface JournaledStep {
  readonly step: string;
  readonly host: JournaledHost;
  /** What was to be set; null where no write of this step is in the journal. */
  readonly action: Action | null;
  /** The thing as it was read right before the write; null where nothing was sent in this run. */
  readonly before: Action | null;
  /** When the intent was put down. Null: nothing was sent, or another task held the host and it was not carried out. */
  readonly sentAt: string | null;
  readonly endedAt: string | null;
  /** Null: the run ended before it put down what came of it. */
  readonly outcome: OutcomeKind | null;
  readonly reason: string | null;
  readonly detail: string;
  /** The thing as it was read last; null when it was not read. */
  readonly observed: Action | null;
  /** Null also where nothing had to be found out. */
  readonly settled: Settled<OutcomeKind | 'sent-again'> | null;
}

/** What one run of a rolling reboot did to one host. */
export interface JournaledReboot {
  readonly host: JournaledHost;
  readonly maintenanceAt: string | null;
  /** When the intent to reboot was put down; null: no reboot was sent in this run, or the server plainly refused it. */
  readonly sentAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: RolloutOutcome['kind'] | null;
  readonly reason: string | null;
  readonly detail: string;
  readonly inMaintenance: boolean | null;
  readonly settled: Settled<RolloutOutcome['kind']> | null;
}

/** How much a run did; of the chosen hosts alone where hosts were chosen. */
export interface RunTally {
  /** Steps by their outcome; those that were not tried by what the run itself counted at its end. */
  readonly counts: Readonly<Record<OutcomeKind, number>>;
  /** Steps that were written in this run and took effect. */
  readonly changed: number;
  /** Writes and reboots that were sent in this run, and of which nothing tells what came of them. */
  readonly open: number;
  /** Hosts that a write, maintenance mode or a reboot was sent to. */
  readonly hosts: readonly JournaledHost[];
}

/** One run of `apply` or `rollback`, by its journal. */
export interface JournaledRun extends RunTally {
  /** Path of the journal, and the place of the run in it, from 1 on. */
  readonly journal: string;
  readonly number: number;
  readonly startedAt: string;
  /** Time of its last record. */
  readonly endedAt: string;
  /** False: it crashed, was killed, could not write its journal any further, or runs still. */
  readonly isClosed: boolean;
  readonly direction: Direction;
  readonly planHash: string;
  readonly target: { readonly url: string; readonly identity: string };
  readonly tool: { readonly name: string; readonly version: string };
  readonly account: string;
  readonly change: string | null;
  /** What it counted at its end, steps that earlier runs had done included; null where it was not closed. */
  readonly closing: Readonly<Record<string, number>> | null;
  /** In the order of their first record. */
  readonly steps: readonly JournaledStep[];
  readonly reboots: readonly JournaledReboot[];
}

/** `invalid`: the chain holds, and a record in it is none that esxcheck writes. `foreign`: not a journal at all. */
export const JOURNAL_STATES = ['intact', 'tampered', 'invalid', 'foreign', 'missing', 'unreadable'] as const;
export type JournalState = (typeof JOURNAL_STATES)[number];

/** A journal that was to be read. */
export interface JournalReport {
  readonly path: string;
  readonly state: JournalState;
  /** Null when it is intact. */
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** Runs in it, those that were not chosen included. */
  readonly runs: number;
  /** Bytes of a last line that was cut short. */
  readonly tornBytes: number;
  /** Records of a kind that this version does not know. */
  readonly unknownRecords: number;
}

/** Which runs are shown; null for all. */
export interface RunChoice {
  readonly change: string | null;
  readonly hosts: readonly string[] | null;
  readonly since: string | null;
}

/** What was applied and rolled back, by the journals. */
export interface Applies {
  readonly tool: { readonly name: string; readonly version: string };
  readonly readAt: string;
  readonly choice: RunChoice;
  /** Whether people see each step; documents for machines always hold them. */
  readonly details: boolean;
  readonly journals: readonly JournalReport[];
  /** Newest first. */
  readonly runs: readonly JournaledRun[];
}

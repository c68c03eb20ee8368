import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { readHostFact, requireHostFact } from '../values/host-facts.ts';
import { knownRelease } from '../values/release-branch.ts';
import { clauseFor } from './problem-words.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Whether all that runs on a host is of its release: it has booted since that came out. */
export type Booted =
  | { readonly kind: 'since' }
  /** With a sentence to follow what is said of the release. */
  | { readonly kind: 'before' | 'unknown'; readonly sentence: string; readonly problem: Problem | null };

/** A host that was patched while it ran still runs the old code in its virtual machines. Dates of releases have no hour and no zone: a day counts for nothing. */
export function bootedSinceRelease(host: Host): Booted {
  const released = knownRelease(Number(host.build))?.released ?? null;
  if (released === null) return { kind: 'since' };
  const reading = readHostFact(BOOT_TIME, host);
  const booted = reading.kind === 'read' ? Date.parse(reading.value) : Number.NaN;
  if (reading.kind !== 'read' || Number.isNaN(booted)) {
    const problem = reading.kind === 'unread' ? reading.problem : UNREADABLE;
    const sentence = `Whether it booted since that release came out is not known: ${clauseFor(problem)}.`;
    return { kind: 'unknown', sentence, problem };
  }
  if (booted >= Date.parse(released) - DAY) return { kind: 'since' };
  const day = new Date(booted).toISOString().slice(0, 10);
  const sentence = `It has been up since ${day}, before that release came out on ${released}: patched while it ran, so that virtual machines may still run the old code, or its clock is wrong.`;
  return { kind: 'before', sentence, problem: null };
}

const BOOT_TIME = requireHostFact('host.bootTime');
const UNREADABLE: Problem = { code: 'unexpected-answer', detail: 'the boot time is no time' };

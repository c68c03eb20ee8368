import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { readHostFact, requireHostFact } from '../values/host-facts.ts';
import { KNOWN_RELEASES, knownRelease } from '../values/release-branch.ts';
import { clauseFor } from './problem-words.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Whether all that runs on a host is of its release: it has booted since that came out. */
export type Booted =
  | { readonly kind: 'since' }
  /** With a sentence to follow what is said of the release. */
  | { readonly kind: 'before' | 'unknown'; readonly sentence: string; readonly problem: Problem | null };

/**
 * A host that was patched while it ran still runs the old code in its virtual machines. Dates of releases have no hour and no
 * zone: a day counts for nothing.
 */
export function bootedSinceRelease(host: Host): Booted {
  const released = knownRelease(Number(host.build))?.released ?? null;
  return released === null ? { kind: 'since' } : bootedSince(host, { day: released, words: `came out on ${released}` });
}

/**
 * The same of a release that holds the fix of a fault. One whose day two sources do not tell came out on the day that one tells,
 * or else after the releases of its version that are older, and after the fault was made known.
 */
export function bootedSinceFix(host: Host, published: string | null): Booted {
  const known = knownRelease(Number(host.build));
  if (known !== undefined && known.released !== null) return bootedSinceRelease(host);
  const claimed = known?.claimed;
  if (claimed !== undefined) return bootedSince(host, { day: claimed, words: `came out on ${claimed}, by one source` });
  const older = [...KNOWN_RELEASES].filter(
    ([build, { version, aside }]) => version === host.version && !aside && build < Number(host.build),
  );
  const day = [...older.map(([, { released }]) => released ?? ''), published ?? ''].toSorted().at(-1) ?? '';
  return day === '' ? { kind: 'since' } : bootedSince(host, { day, words: `came out, which was not before ${day}` });
}

interface Release {
  /** ISO 8601. */
  readonly day: string;
  /** To follow "that release". */
  readonly words: string;
}

function bootedSince(host: Host, { day, words }: Release): Booted {
  const reading = readHostFact(BOOT_TIME, host);
  const booted = reading.kind === 'read' ? Date.parse(reading.value) : Number.NaN;
  if (reading.kind !== 'read' || Number.isNaN(booted)) {
    const problem = reading.kind === 'unread' ? reading.problem : UNREADABLE;
    const sentence = `Whether it booted since that release came out is not known: ${clauseFor(problem)}.`;
    return { kind: 'unknown', sentence, problem };
  }
  if (booted >= Date.parse(day) - DAY) return { kind: 'since' };
  const up = new Date(booted).toISOString().slice(0, 10);
  const sentence = `It has been up since ${up}, before that release ${words}: patched while it ran, so that virtual machines may still run the old code, or its clock is wrong.`;
  return { kind: 'before', sentence, problem: null };
}

const BOOT_TIME = requireHostFact('host.bootTime');
const UNREADABLE: Problem = { code: 'unexpected-answer', detail: 'the boot time is no time' };

import { grouped } from '../../src/model/group-by.ts';
import type { HostReadiness, Readiness, ReadinessFinding } from '../../src/model/readiness.ts';
import { counted } from '../text/wrap.ts';

/** What an answer is called. */
export const ANSWERS: Readonly<Record<Readiness, string>> = {
  'not-ready': 'NOT READY',
  unknown: 'UNKNOWN',
  'no-blocker-found': 'NO BLOCKER FOUND',
};

/** What the answer about a host rests on: `6 checked, 1 not checkable: prepatch/another-host-in-service`. */
export function basisWords({ checked, unread, notCheckable, waived }: HostReadiness): string {
  const parts = [
    `${checked} checked`,
    ...(unread.length === 0 ? [] : [`${unread.length} unknown`]),
    ...named('not checkable', notCheckable),
    ...named(
      'waived',
      waived.map(({ rule }) => rule),
    ),
  ];
  return checked === 0 ? `no rule that blocks was judged (${parts.join('; ')})` : parts.join('; ');
}

function named(word: string, rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [] : [`${rules.length} ${word}: ${rules.join(', ')}`];
}

/** Why the answer is not the best one: each rule that failed, then what could not be read, those of one reason together. */
export function reasonsOf({ blockers, unread }: HostReadiness): readonly Reason[] {
  return [
    ...blockers.map(({ rule, message, remarks = [] }) => ({ rules: rule, isRead: true, text: message, remarks })),
    ...[...grouped(unread, ({ reason }) => reason ?? '').values()].map(unreadReason),
  ];
}

/** One line below a host. */
interface Reason {
  readonly rules: string;
  readonly isRead: boolean;
  readonly text: string;
  /** Remarks of the rules, each once. */
  readonly remarks: readonly string[];
}

function unreadReason(alike: readonly [ReadinessFinding, ...ReadinessFinding[]]): Reason {
  const [first] = alike;
  const text = alike.length === 1 ? first.message : `could not be read (${first.reason ?? 'unknown'}).`;
  const remarks = [...new Set(alike.flatMap((each) => each.remarks ?? []))];
  return { rules: rulesOf(alike), isRead: false, text, remarks };
}

export function rulesOf(findings: readonly { readonly rule: string }[]): string {
  return [...new Set(findings.map(({ rule }) => rule))].join(', ');
}

/** `2 hosts NOT READY, 5 hosts NO BLOCKER FOUND`, those that there are. */
export function countWords(counts: Readonly<Record<Readiness, number>>): string {
  return Object.entries(ANSWERS)
    .filter(([answer]) => counts[answer as Readiness] > 0)
    .map(([answer, words]) => `${counted(counts[answer as Readiness], 'host')} ${words}`)
    .join(', ');
}

/** `none`, `1`, `unknown`. */
export function atOnceWords(atOnce: number | null): string {
  if (atOnce === null) return 'unknown';
  return atOnce === 0 ? 'none' : String(atOnce);
}

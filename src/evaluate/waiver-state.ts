import type { Waiver, WaiverState } from '../model/waiver.ts';

const DAY_MS = 86_400_000;
/** Days before the last one from which people are told. */
const SOON = 30;

/** Days that a waiver still holds after today: 0 on its last day, negative when it has expired. Days are those of UTC. */
export function daysLeft({ expires }: Pick<Waiver, 'expires'>, now: Date): number {
  const today = Math.floor(now.getTime() / DAY_MS);
  return Math.floor(Date.parse(`${expires}T00:00:00Z`) / DAY_MS) - today;
}

/** The day that a waiver names is the last one on which it holds. */
export function waiverState(waiver: Pick<Waiver, 'expires'>, now: Date): WaiverState {
  const days = daysLeft(waiver, now);
  // What is no date never holds.
  if (!(days >= 0)) return 'expired';
  return days <= SOON ? 'expiring' : 'active';
}

import type { Reference } from '../wire/value.ts';
import type { Lie } from './lie.ts';

/** Who is lied about, and how. */
export interface LieBook {
  /** Lies about an object: those of the host that it is, is a part of, or belongs to. */
  liesAbout(subject: Reference): readonly Lie[];
  /** Told of each lie that changed an answer, and about whom. */
  struck(subject: Reference, lie: Lie): void;
  /** Whether there is any lie at all: where there is none, answers go out unread. */
  isTold(): boolean;
}

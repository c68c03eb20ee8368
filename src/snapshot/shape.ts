import type { TargetReport } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';

/**
 * Takes a value that was parsed from JSON as what it should be, or throws `Misfit` at the first thing that is otherwise.
 * Hand-written, since a schema library goes on and lists every mistake: a hostile line would hold two million.
 */
export type Shape<Value> = (value: unknown) => Value;

/** Where a value is not as it should be, and what was expected there. */
export class Misfit extends Error {
  readonly path: readonly (string | number)[];
  readonly expected: string;

  constructor(expected: string, path: readonly (string | number)[] = []) {
    super(path.length === 0 ? `${expected} was expected` : `${path.join('.')}: ${expected} was expected`);
    this.path = path;
    this.expected = expected;
  }
}

export const text: Shape<string> = (value) => {
  if (typeof value !== 'string') throw new Misfit('a text');
  return value;
};

export const flag: Shape<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new Misfit('true or false');
  return value;
};

export const whole: Shape<number> = (value) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Misfit('a whole number');
  return value;
};

export function matching(pattern: RegExp, expected: string): Shape<string> {
  return (value) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new Misfit(expected);
    return value;
  };
}

export function oneOf<const Word extends string>(...words: readonly Word[]): Shape<Word> {
  return (value) => {
    const word = words.find((each) => each === value);
    if (word === undefined) throw new Misfit(words.join(' or '));
    return word;
  };
}

export function orNull<Value>(shape: Shape<Value>): Shape<Value | null> {
  return (value) => (value === null ? null : shape(value));
}

export function list<Item>(shape: Shape<Item>): Shape<readonly Item[]> {
  return (value) => itemsOf(value).map((item, index) => inside(index, () => shape(item)));
}

/** Keys in the order given here; those that are not given, such as a later release may add, are not looked at. */
export function record<Value extends object>(shapes: {
  readonly [Key in keyof Value]: Shape<Value[Key]>;
}): Shape<Value> {
  const members = Object.entries(shapes) as readonly (readonly [string, Shape<unknown>])[];
  return (value) => {
    const given = objectIn(value);
    const made: Record<string, unknown> = {};
    for (const [key, shape] of members) made[key] = inside(key, () => shape(memberOf(given, key)));
    return made as Value;
  };
}

/** Pairs of a name and a value, each name once. A name may be any text, `__proto__` too. */
export function named<Value>(shape: Shape<Value>): Shape<ReadonlyMap<string, Value>> {
  return (value) => {
    const made = new Map<string, Value>();
    itemsOf(value).forEach((item, index) => {
      inside(index, () => {
        const [name, member, ...rest] = itemsOf(item);
        if (typeof name !== 'string' || made.has(name) || rest.length > 0) throw new Misfit('a new name and its value');
        made.set(name, shape(member));
      });
    });
    return made;
  };
}

export function objectIn(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misfit('an object');
  return value;
}

/** What an object itself holds by that key, never what it inherits. */
export function memberOf(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Readonly<Record<string, unknown>>)[key] : undefined;
}

function itemsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Misfit('a list');
  return value;
}

/** Puts the place before what a part complains of. */
function inside<Value>(place: string | number, take: () => Value): Value {
  try {
    return take();
  } catch (error) {
    throw error instanceof Misfit ? new Misfit(error.expected, [place, ...error.path]) : error;
  }
}

export const SNAPSHOT_SCHEMA_NAME = 'esxcheck.snapshot/1';

export type Header = Omit<Snapshot, 'facts'>;

const ISO = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'a time in UTC');

const time: Shape<string> = (value) => {
  const written = ISO(value);
  if (Number.isNaN(Date.parse(written))) throw new Misfit('a time in UTC');
  return written;
};

const plainTarget = record<Omit<TargetReport, 'account' | 'clock'>>({
  url: text,
  identity: orNull(text),
  product: orNull(text),
  version: orNull(text),
  build: orNull(text),
  apiVersion: orNull(text),
  error: orNull(record({ code: text, message: text })),
});

const clockReading = record({ server: time, local: time });

/** Snapshots of earlier releases tell neither account nor clock. */
const target: Shape<TargetReport> = (value) => {
  const given = objectIn(value);
  const [account, clock] = [memberOf(given, 'account'), memberOf(given, 'clock')];
  return {
    ...plainTarget(value),
    ...(account === undefined ? {} : { account: inside('account', () => text(account)) }),
    ...(clock === undefined ? {} : { clock: inside('clock', () => clockReading(clock)) }),
  };
};

/** The first line, behind its schema. */
export const header = record<Header>({
  tool: record({ name: text, version: text }),
  startedAt: time,
  finishedAt: time,
  targets: list(target),
  purpose: record({ everything: flag, rules: list(record({ id: text, hash: text })) }),
  asked: list(text),
});

/** The last line. */
export const end = record({
  end: record({ hosts: whole, sha256: matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal') }),
});

import type { Heard, HeardValue } from '../../src/simulator/lies/heard.ts';
import { ANSWER_WAYS, type Lie, MEMBER_WAYS, type Way } from '../../src/simulator/lies/lie.ts';

/** Ways that only some kinds of requests know. */
const ONLY: Partial<Record<Way, readonly Heard['kind'][]>> = {
  'cli-fault': ['command'],
  page: ['command'],
  'empty-list': ['command', 'properties'],
  'other-name': ['command', 'properties', 'option', 'method'],
};

/** Ways that speak of a value that is there. */
const REFUSALS: ReadonlySet<Way> = new Set(['no-permission', 'fault', 'cli-fault', 'page']);

/** Every lie that can be told in answer to a request, as far as what was heard of it shows. */
export function liesAt(heard: Heard): readonly Lie[] {
  const { id: at, kind, values } = heard;
  const whole = values.get('');
  const ways = ANSWER_WAYS.filter((way) => ONLY[way]?.includes(kind) ?? true);
  const told = ways.filter((way) => REFUSALS.has(way) || (whole !== undefined && isPossible(way, whole)));
  const members = [...values].filter(([path]) => path !== '');
  return [
    ...told.map((way): Lie => ({ at, way })),
    ...members.flatMap(([member, value]) =>
      MEMBER_WAYS.filter((way) => isPossible(way, value) && !isItem(way, value)).map((way): Lie => ({
        at,
        member,
        way,
      })),
    ),
  ];
}

const STRUCTURED: ReadonlySet<string> = new Set(['structure', 'list']);

const hasMore = ({ kinds }: HeardValue): boolean => [...kinds].some((kind) => kind !== 'text' && kind !== 'nothing');
const isStructured = ({ kinds }: HeardValue): boolean => [...kinds].some((kind) => STRUCTURED.has(kind));

/** Ways that only some values know. */
const POSSIBLE: Readonly<Partial<Record<Way, (value: HeardValue) => boolean>>> = {
  empty: hasMore,
  garbled: hasMore,
  scalar: isStructured,
  'unknown-array': isStructured,
  list: ({ kinds }) => !kinds.has('list'),
  untyped: ({ typed }) => typed,
};

function isPossible(way: Way, value: HeardValue): boolean {
  return POSSIBLE[way]?.(value) ?? true;
}

/** An item of a list that comes twice is a longer list. */
function isItem(way: Way, { repeats }: HeardValue): boolean {
  return repeats && (way === 'doubled' || way === 'doubled-first');
}

/** A sample has every request, every way to lie, and members as well as whole answers. */
export function keysOfLie({ lie: { at, way, member } }: { readonly lie: Lie }): readonly string[] {
  return [`at ${at}`, `${member === undefined ? 'answer' : 'member'} ${way}`];
}

export function requestsOf(lies: readonly { readonly lie: Lie }[]): ReadonlySet<string> {
  return new Set(lies.map(({ lie: { at } }) => at));
}

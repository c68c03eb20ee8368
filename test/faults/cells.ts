import { type Trouble, troubleSchema } from '../../src/simulator/estate/trouble.ts';

/** Every way in which the server as a whole misbehaves, from the simulator's own list: a new one is in the matrix by itself. */
const KINDS = troubleSchema.shape.kind.options;
const FACES = troubleSchema.shape.face.unwrap().options;

/** One trouble at one stage of a command. */
export interface Cell {
  readonly trouble: Pick<Trouble, 'kind' | 'face'>;
  /** The method that it strikes at. */
  readonly method: string;
  /** Calls of that method that pass first. */
  readonly after: number;
  /** Strikes once, or from then on. */
  readonly lasting: boolean;
}

/** A stage: a method, and how many of its calls pass first. */
export type Stage = readonly [method: string, after: number];

/** Methods that answer with lists: at others there is nothing that could be without an end. */
const LISTS: ReadonlySet<string> = new Set(['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx']);

/** Spoil answers of the REST API, and these stages are calls of the other. */
const OF_REST: ReadonlySet<string> = new Set(['json', 'omits', 'doubles']);

/** Every trouble at each of the stages, once and lasting. */
export function cellsOf(stages: readonly Stage[]): readonly Cell[] {
  const kinds = KINDS.filter((kind) => !OF_REST.has(kind));
  const troubles: readonly Cell['trouble'][] = kinds.flatMap((kind): readonly Cell['trouble'][] =>
    kind === 'expire' ? FACES.map((face) => ({ kind, face })) : [{ kind, face: 'fault' }],
  );
  return stages.flatMap(([method, after]) =>
    troubles
      .filter(({ kind }) => kind !== 'endless' || LISTS.has(method))
      .flatMap((trouble) => [false, true].map((lasting) => ({ trouble, method, after, lasting }))),
  );
}

export function nameOf({ trouble: { kind, face }, method, after, lasting }: Cell): string {
  const what = kind === 'expire' ? `${kind} (${face})` : kind;
  return `${what} ${lasting ? 'from then on' : 'once'} at ${method}${after === 0 ? '' : ` after ${after}`}`;
}

/** As the simulator takes it. What is slow is slower than a call may be. */
export function troubleOf({ trouble, method, after, lasting }: Cell) {
  const times = lasting ? null : 1;
  return { ...trouble, method, after, times, milliseconds: 3000, bytes: 300 * 1024 * 1024 };
}

/** A sample has every stage, every trouble, and of both kinds some that strike once and some that last. */
export function keysOfCell({ trouble: { kind, face }, method, after, lasting }: Cell): readonly string[] {
  return [`stage ${method} ${after}`, `trouble ${kind} ${face}`, `lasting ${lasting}`];
}

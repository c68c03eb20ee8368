import type { Readable, Writable } from 'node:stream';

/** A stream that people type into, when it is a terminal. */
type Input = Readable & { readonly isTTY?: boolean };
/** A stream that people read, when it is a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a run finds around it: the edges through which the outside world enters. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly stdin: Input;
  readonly stderr: Output;
  /** Aborted when people interrupt the run. */
  readonly signal: AbortSignal;
}

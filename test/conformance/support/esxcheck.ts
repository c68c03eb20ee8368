import { ESXCHECK } from './paths.ts';
import { run, type Ran, type RunOptions } from './run.ts';

/** Runs the program as it is shipped, from `dist`, on plain Node. */
export function esxcheck(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(process.execPath, [ESXCHECK, ...args], options);
}

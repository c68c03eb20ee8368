import type { Io } from '../../shared/console.ts';
import type { PlanArguments } from '../apply/context.ts';
import { runDirection } from '../apply/run.ts';

/** Undoes what the journal of an apply says was done, the newest first. */
export async function run(args: PlanArguments, io: Io): Promise<number> {
  return runDirection('rollback', args, io);
}

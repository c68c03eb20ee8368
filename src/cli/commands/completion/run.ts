import { type Io, print } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { COMPLETION_SCRIPTS } from './scripts.ts';

/** Prints what teaches a shell to complete commands and flags. */
export async function run({ shell }: { readonly shell: string }, io: Io): Promise<number> {
  await print(io, COMPLETION_SCRIPTS[shell] ?? '');
  return EXIT.done;
}

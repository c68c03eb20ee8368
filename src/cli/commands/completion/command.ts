import { defineCommand } from '../../parser/command.ts';
import { COMPLETION_SCRIPTS } from './scripts.ts';

/** Prints what teaches a shell to complete commands and flags. */
export const completion = defineCommand({
  usage: 'completion <shell>',
  summary: 'Print a script that teaches bash or zsh to complete commands, flags and their values',
  examples: [
    ['$0 completion bash', 'for bash; append it to ~/.bashrc'],
    ['$0 completion zsh', 'for zsh; write it to _esxcheck in a folder of fpath'],
  ],
  positionals: { shell: { choices: Object.keys(COMPLETION_SCRIPTS), demandOption: true, describe: 'Which shell' } },
  load: () => import('./run.ts'),
});

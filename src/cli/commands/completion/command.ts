import { defineCommand } from '../../parser/command.ts';
import { COMPLETION_SCRIPTS } from './scripts.ts';

/** Prints what teaches a shell to complete commands and flags. */
export const completion = defineCommand({
  usage: 'completion <shell>',
  summary: 'Print a script that teaches bash, zsh, fish or PowerShell to complete commands, flags and their values',
  examples: [
    ['$0 completion bash', 'for bash; append it to ~/.bashrc'],
    ['$0 completion zsh', 'for zsh; write it to _esxcheck in a folder of fpath'],
    ['$0 completion fish', 'for fish; write it to ~/.config/fish/completions/esxcheck.fish'],
    ['$0 completion powershell', 'for PowerShell; append it to the file that $PROFILE names (not tried on a real one)'],
  ],
  positionals: { shell: { choices: Object.keys(COMPLETION_SCRIPTS), demandOption: true, describe: 'Which shell' } },
  load: () => import('./run.ts'),
});

import type { Command } from './command.ts';
import { demo } from './commands/demo.ts';
import { kernel } from './commands/kernel.ts';
import { scan } from './commands/scan.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [scan, kernel, demo];

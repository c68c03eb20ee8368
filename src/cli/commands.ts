import type { Command } from './command.ts';
import { demo } from './commands/demo.ts';
import { kernel } from './commands/kernel.ts';
import { rules } from './commands/rules.ts';
import { scan } from './commands/scan.ts';
import { simulate } from './commands/simulate.ts';
import { trust } from './commands/trust.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [scan, kernel, rules, trust, simulate, demo];

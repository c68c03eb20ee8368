import type { Command } from './command.ts';
import { FIREWALL_COMMANDS } from './firewall.ts';
import { KERNEL_COMMANDS } from './kernel.ts';

/** Every esxcli command that a simulated host answers. */
export const COMMANDS: readonly Command[] = [...KERNEL_COMMANDS, ...FIREWALL_COMMANDS];

const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]));

export function commandNamed(name: string): Command | undefined {
  return BY_NAME.get(name);
}

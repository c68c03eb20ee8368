import type { Command } from './command.ts';
import { FIREWALL_COMMANDS } from './firewall.ts';
import { ALLOWED_COMMANDS } from './firewall-allowed.ts';
import { KERNEL_COMMANDS } from './kernel.ts';
import { PROTECTION_COMMANDS } from './protection.ts';
import { SYSTEM_COMMANDS } from './system.ts';

/** Every esxcli command that a simulated host answers. */
export const COMMANDS: readonly Command[] = [
  ...KERNEL_COMMANDS,
  ...FIREWALL_COMMANDS,
  ...ALLOWED_COMMANDS,
  ...SYSTEM_COMMANDS,
  ...PROTECTION_COMMANDS,
];

const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]));

export function commandNamed(name: string): Command | undefined {
  return BY_NAME.get(name);
}

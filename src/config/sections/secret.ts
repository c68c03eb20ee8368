import { z } from 'zod';
import { exactlyOne } from '../../checks/schema/closed.ts';

const text = z.string().min(1).max(1_000);

/** Where a password comes from; there is no key for the password itself, since files are copied, kept and mailed. */
export const secretSource = exactlyOne(
  {
    file: text.optional().describe('A file that holds it, relative to the config.'),
    command: text.optional().describe('A command that prints it; runs without a shell.'),
    env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, { error: 'the name of a variable was expected' })
      .optional()
      .describe('A variable of the environment that holds it.'),
    credential: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/, { error: 'the name of a credential was expected' })
      .optional()
      .describe('A credential that systemd hands over (LoadCredential).'),
  },
  ['file', 'command', 'env', 'credential'],
).describe('Where the password comes from. It is never written here itself.');

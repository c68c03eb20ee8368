import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { secretSource } from '../../config/sections/targets.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { SecretSource } from '../../target/secret.ts';
import { alertsSchema, type Channel } from './channels.ts';

const text = z.string().min(1).max(1_000);

/** `alerts` of `server.yaml`: secrets are named, and stand somewhere else. What else a channel must be is for `channelsOf`. */
export const alertsSection = z
  .array(
    closed({
      name: text.describe('What was told is remembered under it.'),
      sites: z.array(text).min(1).optional(),
      detail: z.enum(['counts', 'names']).optional(),
      mail: closed({
        to: z.array(text).min(1),
        from: text,
        host: text,
        port: z.number().int().optional(),
        tls: z.enum(['starttls', 'implicit', 'none']).optional(),
        user: text.optional(),
        password: secretSource.optional(),
        caFile: text.optional().describe('PEM, relative to the config.'),
      }).optional(),
      webhook: closed({ kind: z.enum(['generic', 'slack', 'teams']).optional(), url: secretSource }).optional(),
    }),
  )
  .max(50);

type Alerts = z.output<typeof alertsSection>;

/** The channels with their secrets read. Throws SERVER_CONFIG_INVALID, FILE_NOT_READ and what reading a secret throws. */
export async function channelsOf(
  alerts: Alerts,
  folder: string,
  secretOf: (source: SecretSource) => Promise<string>,
): Promise<readonly Channel[]> {
  const given = await Promise.all(
    alerts.map(async ({ mail, webhook, ...channel }) => ({
      ...channel,
      ...(mail === undefined ? {} : { mail: await mailOf(mail, folder, secretOf) }),
      ...(webhook === undefined ? {} : { webhook: { ...webhook, url: await secretOf(webhook.url) } }),
    })),
  );
  const { data, error } = alertsSchema.safeParse(given);
  if (data !== undefined) return data;
  throw new EsxcheckError('SERVER_CONFIG_INVALID', 'The alerts of the config of the server cannot be meant so.', {
    details: [...new Set(error.issues.map(({ path, message }) => `alerts.${path.join('.')}: ${message}`))],
  });
}

async function mailOf(
  { password, caFile, ...mail }: NonNullable<Alerts[number]['mail']>,
  folder: string,
  secretOf: (source: SecretSource) => Promise<string>,
): Promise<object> {
  return {
    ...mail,
    ...(password === undefined ? {} : { password: await secretOf(password) }),
    ...(caFile === undefined ? {} : { ca: await readText(resolve(folder, caFile)) }),
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EsxcheckError('FILE_NOT_READ', `${JSON.stringify(file)} cannot be read.`, { cause: error });
  }
}

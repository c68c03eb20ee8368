import { z } from 'zod';
import { slackMessage, teamsMessage, type ChatMessage } from '../../../reports/notice/chat.ts';
import type { Delivery } from '../../model/notification.ts';
import { sendMail } from '../../notify/mail.ts';
import { postWebhook } from '../../notify/webhook.ts';
import { mailWords } from './words.ts';

const address = z
  .string()
  .max(320)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'a mail address');

const mailSchema = z
  .strictObject({
    to: z.array(address).min(1).max(50),
    from: address,
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535).default(587),
    tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
    user: z.string().min(1).optional(),
    /** Already read from where the config says that it is. */
    password: z.string().min(1).optional(),
    /** PEM; already read. */
    ca: z.string().optional(),
  })
  .refine(
    ({ user, password, tls }) =>
      (user === undefined) === (password === undefined) && (user === undefined || tls !== 'none'),
    {
      error: 'user and password go together, and never with tls: none',
    },
  );

const webhookSchema = z.strictObject({
  kind: z.enum(['generic', 'slack', 'teams']).default('generic'),
  /** May hold a secret; already read. */
  url: z.url({ protocol: /^https?$/ }).max(2000),
});

/** `alerts` of the config of the server: who is told, of which sites, and how much. */
export const alertsSchema = z
  .array(
    z
      .strictObject({
        /** What was told is remembered under it. */
        name: z.string().min(1).max(100),
        sites: z.array(z.string()).min(1).default(['*']),
        /** `counts`: no names of vCenters and rules leave the server. */
        detail: z.enum(['counts', 'names']).default('counts'),
        mail: mailSchema.optional(),
        webhook: webhookSchema.optional(),
      })
      .refine(({ mail, webhook }) => (mail === undefined) !== (webhook === undefined), {
        error: 'either mail or webhook',
      }),
  )
  .max(50)
  .refine((channels) => new Set(channels.map(({ name }) => name)).size === channels.length, {
    error: 'every channel has a name of its own',
  });
export type Channel = z.infer<typeof alertsSchema>[number];

/** Sends one message by a channel. Never throws for what the other side does. */
export function send({ mail, webhook }: Channel, message: ChatMessage, signal: AbortSignal): Promise<Delivery> {
  if (mail !== undefined) return mailTo(mail, message, signal);
  if (webhook === undefined) throw new Error('a channel is a mail or a webhook');
  return postWebhook({ url: webhook.url, payload: PAYLOADS[webhook.kind](message) }, { signal });
}

const PAYLOADS = {
  generic: ({ subject, lines }: ChatMessage) => ({ schema: 'esxcheck.alert/1', subject, lines }),
  slack: slackMessage,
  teams: teamsMessage,
} as const;

function mailTo(mail: NonNullable<Channel['mail']>, message: ChatMessage, signal: AbortSignal): Promise<Delivery> {
  const { to, from, host, port, tls, user, password, ca = null } = mail;
  const account = user === undefined || password === undefined ? null : { user, password };
  return sendMail({ host, port, tls, account, ca }, { from, to, ...mailWords(message), attachments: [] }, { signal });
}

import { z } from 'zod';
import { OCCASIONS } from '../../model/notification.ts';
import { SEVERITIES } from '../../model/rule.ts';
import { closed, exactlyOne } from '../../checks/schema/closed.ts';
import { secretSource } from './targets.ts';

const path = z.string().min(1).max(4_000);

/** What an unattended run writes. */
export const reportsSection = z
  .array(
    closed({
      file: path.describe('Relative to the config.'),
      format: z.string().min(1).max(40).optional().describe('By the ending of the file where left out.'),
    }),
  )
  .max(50)
  .describe('Files that "esxcheck run" writes.');

/** Where scans are kept, and for how long. */
export const historySection = closed({
  file: path.optional().describe("Relative to the config; the user's own history where left out."),
  keepDays: z.int().min(1).max(36_500).optional().describe('Older scans are forgotten; all are kept where left out.'),
});

/** How an unattended run ends. */
export const runSection = closed({
  deadlineMinutes: z.int().min(1).max(1_440).optional().describe('After so long it gives up; 60 where left out.'),
  maxUnknown: z.int().min(0).optional().describe('Findings that may be unknown before the exit code is 3.'),
  failOn: z.enum(['fail', 'warn']).optional().describe('The mildest verdict that makes the exit code 1.'),
});

const text = z.string().min(1).max(1_000);
const mailAddress = z
  .string()
  .max(320)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, { error: 'a mail address was expected' });

const mail = closed({
  to: z.array(mailAddress).min(1).max(50),
  from: mailAddress,
  server: z
    .string()
    .max(300)
    .regex(/^[^\s:/]+(?::\d{1,5})?$/, { error: 'a server such as smtp.example.com:587 was expected' })
    .describe('Name and port; 587 where left out.'),
  tls: z
    .enum(['starttls', 'implicit', 'none'])
    .optional()
    .describe('starttls where left out; a server without it is refused.'),
  user: text.optional(),
  password: secretSource.optional(),
  caFile: text.optional().describe('PEM file of authorities, relative to the config.'),
}).refine(
  ({ user, password, tls }) =>
    (user === undefined) === (password === undefined) && (user === undefined || tls !== 'none'),
  {
    error: 'user and password go together, and never with tls: none',
  },
);

const webhook = closed({
  kind: z.enum(['generic', 'slack', 'teams']).optional().describe('generic where left out.'),
  url: z
    .union([z.url({ protocol: /^https?$/, error: 'an http or https URL was expected' }).max(2_000), secretSource])
    .describe('Where to post; a source, as of a password, where the URL itself is a secret.'),
});

const channel = exactlyOne(
  {
    mail: mail.optional(),
    webhook: webhook.optional(),
    when: z.enum(OCCASIONS).optional().describe('change where left out.'),
    atLeast: z
      .enum(SEVERITIES)
      .optional()
      .describe('Only where something of at least this severity fails or is unknown.'),
  },
  ['mail', 'webhook'],
  ['when', 'atLeast'],
);

/** Who is told of an unattended run. */
export const notificationsSection = z.array(channel).max(50).describe('Who is told after "esxcheck run".');

export type ChannelSection = z.output<typeof channel>;

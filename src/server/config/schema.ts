import { isIP } from 'node:net';
import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { secretSource } from '../../config/sections/targets.ts';
import { alertsSection } from '../alerts/config.ts';
import { Queue } from '../queue/boss.ts';

const text = z.string().min(1).max(1_000);

const listen = closed({
  address: z.string().refine((given) => isIP(given) !== 0, { error: 'an IP address was expected, such as 0.0.0.0' }),
  port: z.number().int().min(0).max(65_535),
  certificate: text
    .optional()
    .describe('PEM, relative to the config: the certificate and those between it and its authority.'),
  key: text.optional().describe('PEM, relative to the config.'),
}).refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
  error: 'certificate and key were expected together',
});

const database = closed({
  url: z
    .string()
    .max(1_000)
    .refine(isDatabaseUrl, { error: 'postgres://user@host:5432/database was expected, without a password' }),
  password: secretSource.optional(),
  role: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .describe('The role that serves, without DDL; migrate lets it work with the tables.'),
});

const siteOrAll = z.string().regex(/^(\*|[a-z0-9-]{1,40})$/, { error: 'the name of a site, or *, was expected' });

const schedule = closed({
  site: siteOrAll,
  cron: z.string().max(200),
  zone: z.string().max(60),
  spreadMinutes: z.number().int().min(0).max(1_440).default(0),
}).superRefine(({ cron, zone }, context) => {
  const why = cron.trim().split(/\s+/).length === 5 ? Queue.mistakeIn(cron, zone) : 'five fields were expected';
  if (why !== null)
    context.addIssue({
      code: 'custom',
      path: ['cron'],
      message: `a cron expression and a time zone that fit were expected (${why})`,
    });
});

const claim = z.string().min(1).max(100);
const role = closed({
  role: z.enum(['viewer', 'exposure', 'auditor', 'metrics']),
  group: z.string().min(1).max(500),
  sites: z.array(siteOrAll).min(1).max(1_000),
});
const roles = z.array(role).min(1).max(1_000);

const oidc = closed({
  issuer: text,
  client: text,
  secret: secretSource,
  groups: claim.optional(),
  subject: claim.optional(),
  scopes: z.array(claim).optional(),
  roles,
});

const header = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'the name of a header was expected' });
const proxy = closed({ header, groups: header, from: z.array(text).min(1).max(100), roles });

const login = closed({ oidc: oidc.optional(), proxy: proxy.optional() }).refine(
  (given) => (given.oidc === undefined) !== (given.proxy === undefined),
  { error: 'exactly one of oidc, proxy was expected' },
);

/** The form of `server.yaml`. */
export const serverSchema = closed({
  listen,
  database,
  schedules: z.array(schedule).max(100).default([]),
  rules: closed({
    config: text.optional().describe('A config of esxcheck: packs, overrides, waivers; relative to this one.'),
    folder: text.optional().describe('A folder of further rules, DIR/PACK/NAME.yaml; relative to this config.'),
    signedOnly: z.boolean().default(false).describe('true: only what a commit holds whose signature git accepts.'),
  }).default({ signedOnly: false }),
  alerts: alertsSection.default([]),
  keep: closed({ days: z.number().int().min(1).max(36_500) }).default({ days: 730 }),
  staleHours: z.number().positive().max(8_760).default(30),
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  session: closed({
    idleMinutes: z.number().positive().max(1_440).default(30),
    hours: z.number().positive().max(168).default(10),
  }).optional(),
  login: login.optional(),
});

export type ServerSections = z.output<typeof serverSchema>;

function isDatabaseUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, password, searchParams } = new URL(given);
  return (
    ['postgres:', 'postgresql:'].includes(protocol) &&
    (hostname !== '' || searchParams.has('host')) &&
    password === '' &&
    !searchParams.has('password')
  );
}

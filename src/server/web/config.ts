import { isIP } from 'node:net';
import { z } from 'zod';

/** What people may do. `viewer` sees hosts and findings of its sites, `exposure` also those of advisories. */
export const ROLES = ['viewer', 'exposure', 'auditor', 'metrics'] as const;
export type Role = (typeof ROLES)[number];

const siteName = z.string().regex(/^(\*|[a-z0-9-]{1,40})$/, 'a name of a site, or *');

const grantSchema = z
  .strictObject({
    role: z.enum(ROLES),
    group: z.string().min(1).max(500),
    /** `['*']`: all, those of tomorrow too. */
    sites: z.array(siteName).min(1).max(1000),
  })
  .refine(({ role, sites }) => role !== 'auditor' || sites.includes('*'), {
    error: "the audit trail is of all sites: an auditor has sites: ['*']",
  });
export type Grant = z.infer<typeof grantSchema>;

const grants = z.array(grantSchema).min(1).max(1000);

const claim = z.string().min(1).max(100);

const oidcSchema = z.strictObject({
  /** As the issuer names itself. Not encrypted on loopback alone. */
  issuer: z.url().refine(isPrivate, { error: 'https, or http on loopback' }),
  client: z.string().min(1),
  /** Already read from where the config says that it is. */
  secret: z.string().min(1),
  /** The claim that holds names of groups. */
  groups: claim.default('groups'),
  /** The claim by which people are named in the audit trail. */
  subject: claim.default('sub'),
  scopes: z.array(claim).default(['openid', 'profile', 'groups']),
  roles: grants,
});
export type OidcConfig = z.infer<typeof oidcSchema>;

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'a name of a header');

const proxySchema = z.strictObject({
  header: headerName,
  /** Holds names of groups, apart by commas. */
  groups: headerName,
  /** Networks of the proxies, `10.1.2.0/24`. Nobody else may send the header. */
  from: z.array(z.string().refine(isNetwork, { error: 'a network, such as 10.1.2.0/24' })).min(1),
  roles: grants,
});
export type ProxyConfig = z.infer<typeof proxySchema>;

/** `login` of the config of the server: one of the two. */
export const loginSchema = z.union([
  z.strictObject({ oidc: oidcSchema, proxy: z.undefined().optional() }),
  z.strictObject({ proxy: proxySchema, oidc: z.undefined().optional() }),
]);

/** What the web needs of the config of the server. */
export const webSchema = z.strictObject({
  /** As people type it, `https://esx.example.com`: login comes back to it. */
  publicUrl: z.url().refine(isPrivate, { error: 'https, or http on loopback' }).optional(),
  /** A vCenter that was not read for longer is stale. */
  staleHours: z.number().positive().max(8760).default(30),
  login: loginSchema.optional(),
  session: z
    .strictObject({
      /** Without a request for so long, it ends. */
      idleMinutes: z.number().positive().max(1440).default(30),
      /** It ends after so long whatever happens. */
      hours: z.number().positive().max(168).default(10),
    })
    .default({ idleMinutes: 30, hours: 10 }),
  requestsPerMinute: z.number().int().positive().default(600),
});
export type WebConfig = z.infer<typeof webSchema>;

function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** An address or name that reaches this machine alone. */
export function isLoopback(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function isNetwork(text: string): boolean {
  const [address = '', prefix = '', ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= most;
}

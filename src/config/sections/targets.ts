import { z } from 'zod';
import { closed, exactlyOne } from '../../checks/schema/closed.ts';

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

const trust = closed({
  thumbprints: z.array(text).min(1).max(20).optional().describe('SHA-256 or SHA-1 of its certificate; any may match.'),
  caFiles: z.array(text).min(1).max(20).optional().describe('PEM files of authorities, relative to the config.'),
  knownHosts: text.optional().describe('A file of trusted certificates, relative to the config.'),
  insecure: z.boolean().optional().describe('true: accept any certificate (dangerous).'),
  legacyTls: z.boolean().optional().describe('true: allow TLS 1.0 and weak ciphers (dangerous).'),
});

const globs = z.array(z.string().min(1).max(200)).min(1).max(500);
const labels = z
  .array(
    z
      .string()
      .max(600)
      .regex(/^[^=]+=./s, { error: 'a label such as Environment=Production was expected' }),
  )
  .min(1)
  .max(500);

const scopeShape = {
  datacenters: globs.optional(),
  computeResources: globs.optional().describe('Clusters and standalone hosts.'),
  hosts: globs.optional(),
  folders: globs.optional().describe('Inventory folders that hosts lie below: Racks, Racks/A, DC1/Racks/A.'),
  tags: labels.optional().describe('Tags of hosts and of what they lie below, Category=Name; read over REST.'),
  attributes: labels.optional().describe('Custom attributes of hosts and of what they lie below, Name=value.'),
};

/** Which hosts something is about: values of one list are alternatives, and all lists must match. */
export const groupShape = {
  clusters: globs.optional().describe('Globs over names of clusters, or over paths such as DC1/Prod.'),
  datacenters: globs.optional(),
  targets: globs.optional().describe('vc01.example.com, with the port where it is not 443.'),
  folders: scopeShape.folders,
  tags: scopeShape.tags,
  attributes: scopeShape.attributes,
};

const target = closed({
  address: text.describe('A vCenter or ESXi host: name, name:port or https URL.'),
  user: text.optional(),
  password: secretSource.optional(),
  tokenFile: text
    .optional()
    .describe('A file with a SAML bearer token, relative to the config, in place of user and password.'),
  trust: trust.optional(),
  timeout: z.int().min(1).max(3600).optional().describe('Seconds that each call may take; 60 where left out.'),
  maxCalls: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Most calls to hosts in flight; 64 where left out. How many there are adapts to the server.'),
  propertiesOnly: z
    .boolean()
    .optional()
    .describe('true: do not ask esxcli there, so that an account with the role Read-only is enough.'),
  scope: closed(scopeShape)
    .optional()
    .describe('Only these hosts of it; lists that are named here go before those of scope.'),
})
  .superRefine(({ user, password, tokenFile }, context) => {
    const isComplete = tokenFile === undefined && user !== undefined && password !== undefined;
    const isToken = tokenFile !== undefined && user === undefined && password === undefined;
    if (!isComplete && !isToken)
      context.addIssue({ code: 'custom', message: 'either user and password or tokenFile were expected' });
  })
  .meta({
    oneOf: [{ required: ['user', 'password'] }, { required: ['tokenFile'] }],
    dependentRequired: { user: ['password'], password: ['user'] },
  });

/** Whom to ask, as whom, and what to trust. */
export const targetsSection = z
  .array(target)
  .min(1)
  .max(200)
  .describe('Whom to ask where the command line names nobody.');

/** Which hosts are looked at. */
export const scopeSection = closed(scopeShape).describe(
  'Only these hosts, by globs over names, where the command line names none.',
);

/** Whether labels are read that nothing else asks for. */
export const labelsSection = z
  .boolean()
  .describe('true: read tags and custom attributes of all hosts, for reports; --labels does the same.');

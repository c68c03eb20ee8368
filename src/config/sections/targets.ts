import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { secretSource } from './secret.ts';

const text = z.string().min(1).max(1_000);

const trust = closed({
  thumbprints: z.array(text).min(1).max(20).optional().describe('SHA-256 or SHA-1 of its certificate; any may match.'),
  caFiles: z.array(text).min(1).max(20).optional().describe('PEM files of authorities, relative to the config.'),
  knownHosts: text.optional().describe('A file of trusted certificates, relative to the config.'),
  insecure: z.boolean().optional().describe('true: accept any certificate (dangerous).'),
  legacyTls: z.boolean().optional().describe('true: allow TLS 1.0 and weak ciphers (dangerous).'),
});

const target = closed({
  address: text.describe('A vCenter or ESXi host: name, name:port or https URL.'),
  user: text.optional(),
  password: secretSource.optional(),
  tokenFile: text
    .optional()
    .describe('A file with a SAML bearer token, relative to the config, in place of user and password.'),
  trust: trust.optional(),
  timeout: z.int().min(1).max(3600).optional().describe('Seconds that each call may take; 60 where left out.'),
  propertiesOnly: z
    .boolean()
    .optional()
    .describe('true: do not ask esxcli there, so that an account with the role Read-only is enough.'),
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

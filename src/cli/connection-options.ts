import { asAccount, asLabels, asWholeNumber } from './parser/coerce.ts';
import type { ArgumentsOf } from './parser/command.ts';

const CONNECTION = 'Connection:';

/** Flags that say whom to talk to, as whom, and what to trust. */
export const CONNECTION_OPTIONS = {
  target: {
    type: 'string',
    alias: ['server', 'vcenter'],
    array: true,
    requiresArg: true,
    group: CONNECTION,
    describe: 'vCenter or ESXi host: name, name:port or https URL; else GOVC_URL',
  },
  user: {
    type: 'string',
    alias: ['username', 'u'],
    requiresArg: true,
    coerce: asAccount('user'),
    group: CONNECTION,
    describe: 'User name; else GOVC_USERNAME or GOVC_URL',
  },
  'password-file': { type: 'string', requiresArg: true, group: CONNECTION, describe: 'Read the password from a file' },
  'password-stdin': { type: 'boolean', group: CONNECTION, describe: 'Read the password from standard input' },
  'password-command': {
    type: 'string',
    requiresArg: true,
    group: CONNECTION,
    describe: 'Read the password from what a command prints, such as "pass show vsphere"; runs without a shell',
  },
  'token-file': {
    type: 'string',
    requiresArg: true,
    group: CONNECTION,
    describe: 'Log in by the SAML bearer token in a file, in place of user and password',
  },
  thumbprint: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: CONNECTION,
    describe: 'SHA-256 or SHA-1 of the certificate that the one target must show; of several any may match',
  },
  'ca-file': {
    type: 'string',
    array: true,
    requiresArg: true,
    group: CONNECTION,
    describe: 'PEM file of the authorities to trust; else GOVC_TLS_CA_CERTS',
  },
  'known-hosts': {
    type: 'string',
    requiresArg: true,
    group: CONNECTION,
    describe: 'File of trusted certificates, as "esxcheck trust" and govc write it',
  },
  insecure: { type: 'boolean', alias: 'k', group: CONNECTION, describe: 'Accept any certificate (dangerous)' },
  'tls-legacy': {
    type: 'boolean',
    group: CONNECTION,
    describe: 'Allow TLS 1.0 and weak ciphers, for vSphere 5.5 and 6.0 (dangerous)',
  },
  timeout: {
    type: 'string',
    requiresArg: true,
    default: '60',
    defaultDescription: '60',
    coerce: asWholeNumber('timeout', { least: 1, most: 3600 }),
    group: CONNECTION,
    describe: 'Seconds that each call may take',
  },
  'max-calls': {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('max-calls', { least: 1, most: 256 }),
    group: CONNECTION,
    describe: 'Most calls to hosts in flight for each target (64); how many there are adapts to the server',
  },
} as const;
export type ConnectionArguments = ArgumentsOf<typeof CONNECTION_OPTIONS>;

/** How much is asked, of commands that can do with less. */
export const READING_OPTIONS = {
  'properties-only': {
    type: 'boolean',
    group: CONNECTION,
    describe: 'Do not ask esxcli: the role Read-only is enough then, and what only esxcli tells is unknown',
  },
} as const;
export type ReadingArguments = ArgumentsOf<typeof READING_OPTIONS>;

/** How the work is divided, of commands that read several targets. */
export const PROCESS_OPTIONS = {
  processes: {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('processes', { least: 1, most: 64 }),
    group: CONNECTION,
    describe:
      'Processes that read several targets side by side, at most one a target, such as one a core; else this one alone',
  },
} as const;
export type ProcessArguments = Partial<ArgumentsOf<typeof PROCESS_OPTIONS>>;

const SCOPE = 'Scope:';

/** Flags that choose hosts. Patterns are globs, matched without regard to case. */
export const SCOPE_OPTIONS = {
  datacenter: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: SCOPE,
    describe: 'Only these datacenters; glob',
  },
  'compute-resource': {
    type: 'string',
    alias: 'cluster',
    array: true,
    requiresArg: true,
    group: SCOPE,
    describe: 'Only these clusters or standalone hosts; glob',
  },
  host: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: SCOPE,
    describe: 'Only these hosts; glob',
  },
  folder: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: SCOPE,
    describe: 'Only hosts below these inventory folders: Racks, Racks/A, DC1/Racks/A; globs',
  },
  tag: {
    type: 'string',
    array: true,
    requiresArg: true,
    coerce: asLabels('tag', 'Environment=Production'),
    group: SCOPE,
    describe: 'Only hosts with one of these vCenter tags, Category=Name, their own or of what they lie below; globs',
  },
  attribute: {
    type: 'string',
    array: true,
    requiresArg: true,
    coerce: asLabels('attribute', 'Owner=Storage'),
    group: SCOPE,
    describe: 'Only hosts with one of these custom attributes, Name=value; globs',
  },
} as const;
export type ScopeArguments = ArgumentsOf<typeof SCOPE_OPTIONS>;

/** Whether some hosts may have been left out. */
export function narrowsScope({ datacenter, computeResource, host, folder, tag, attribute }: ScopeArguments): boolean {
  return [datacenter, computeResource, host, folder, tag, attribute].some((globs) => globs !== undefined);
}

/** What is read of hosts for reports alone. */
export const LABEL_OPTIONS = {
  labels: {
    type: 'boolean',
    group: SCOPE,
    describe: 'Read tags and custom attributes of all hosts too, for reports and for later choices',
  },
} as const;
export type LabelArguments = Partial<ArgumentsOf<typeof LABEL_OPTIONS>>;

import { z } from 'zod';
import type { AccessSpec } from './estate.ts';

/**
 * What `esxcli system ssh server config list` tells of a host after installation, as the hardening guides of 8.0 and 9.1 name
 * it; other keys of sshd are not known from any source.
 */
const SSH: AccessSpec['ssh'] = {
  allowstreamlocalforwarding: 'no',
  allowtcpforwarding: 'no',
  banner: '/etc/issue',
  ciphers: 'aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr',
  clientalivecountmax: '3',
  clientaliveinterval: '200',
  gatewayports: 'no',
  hostbasedauthentication: 'no',
  ignorerhosts: 'yes',
  permittunnel: 'no',
  permituserenvironment: 'no',
};

const PLAIN: AccessSpec = {
  ssh: SSH,
  fipsSsh: true,
  fipsProxy: true,
  shellAccounts: ['root', 'dcui', 'vpxuser'],
  keyPersistence: false,
  logFiltering: false,
};

/** Hosts of which nothing is said share one object. */
export function expandAccess(file: AccessFile): AccessSpec {
  const names = Object.keys(accessProperties) as (keyof AccessFile)[];
  if (names.every((name) => file[name] === undefined)) return PLAIN;
  const told = Object.entries({ ...SSH, ...file.ssh }).filter(([, value]) => value !== null);
  return {
    ssh: Object.fromEntries(told.map(([key, value]) => [key, String(value)])),
    fipsSsh: file.fips?.ssh ?? PLAIN.fipsSsh,
    fipsProxy: file.fips?.rhttpproxy ?? PLAIN.fipsProxy,
    shellAccounts: file.shellAccounts ?? PLAIN.shellAccounts,
    keyPersistence: file.keyPersistence ?? PLAIN.keyPersistence,
    logFiltering: file.logFiltering ?? PLAIN.logFiltering,
  };
}

/** How people get into a host, and what it keeps to itself, as far as esxcli alone tells. */
export const accessProperties = {
  /** Settings of sshd by key, over those of the installation; null takes one out of the list. */
  ssh: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  fips: z.strictObject({ ssh: z.boolean().optional(), rhttpproxy: z.boolean().optional() }).optional(),
  /** Accounts that may use the shell, of root, dcui and vpxuser; told since 8.0. */
  shellAccounts: z.array(z.string()).optional(),
  keyPersistence: z.boolean().optional(),
  logFiltering: z.boolean().optional(),
};

const accessSchema = z.strictObject(accessProperties);
type AccessFile = z.output<typeof accessSchema>;

/** What a site must say itself before some controls can be judged wholly: its own lists. */
export interface SiteList {
  /** One entry of it, to stand in a sentence: `log host`. */
  readonly entry: string;
  readonly description: string;
  /**
   * `expected`: what a host has must be in it, and without the list that stays open. `exceptions`: what a host has beyond the
   * usual must be in it, and without the list there are none. `unwanted`: what a host has must not be in it.
   */
  readonly holds: 'expected' | 'exceptions' | 'unwanted';
}

/** Every list by its key below `site` in a config. */
export const SITE_LISTS = {
  'log-hosts': {
    entry: 'log host',
    holds: 'expected',
    description: 'Where hosts may send their logs: logs.example.com, or ssl://logs.example.com:1514 for that alone.',
  },
  'time-servers': {
    entry: 'time server',
    holds: 'expected',
    description: 'Time servers that hosts may follow, by name or address.',
  },
  'certificate-issuers': {
    entry: 'certificate issuer',
    holds: 'expected',
    description:
      'Who may issue certificates of hosts: attributes that the name of the issuer must all have, O=Example.',
  },
  'consent-texts': {
    entry: 'consent text',
    holds: 'expected',
    description: 'Notices of which one must stand in what hosts show before a login; blanks and markup do not count.',
  },
  'exception-users': {
    entry: 'exception user',
    holds: 'exceptions',
    description: 'Users that may keep their rights in lockdown mode, written as on the host.',
  },
  'local-accounts': {
    entry: 'local account',
    holds: 'exceptions',
    description: 'Service accounts that hosts may have beside root, dcui and vpxuser, written as on the host.',
  },
  'guest-tagged-port-groups': {
    entry: 'port group with guest tagging',
    holds: 'exceptions',
    description: 'Port groups of standard switches that may be on VLAN 4095.',
  },
  'native-vlans': {
    entry: 'native VLAN',
    holds: 'unwanted',
    description: 'Native VLANs of the physical switches, as numbers or ranges such as 1 or 1001-1024.',
  },
  'reserved-vlans': {
    entry: 'reserved VLAN',
    holds: 'unwanted',
    description: 'VLANs that the physical switches keep for themselves, as numbers or ranges.',
  },
} as const satisfies Readonly<Record<string, SiteList>>;

export type SiteListName = keyof typeof SITE_LISTS;

export const SITE_LIST_NAMES = Object.keys(SITE_LISTS) as readonly SiteListName[];

/** What a site gave, by list. */
export type SiteLists = { readonly [Name in SiteListName]?: readonly string[] | undefined };

import { SITE_LIST_NAMES, type SiteListName, type SiteLists } from '../../model/site-lists.ts';
import { attributesIn } from './distinguished-name.ts';

/** How the entries of a list are written, told from a host's values, and compared with them. */
interface ListForm {
  /** What is wrong with an entry as the site wrote it; null where nothing is. */
  readonly issue?: (entry: string) => string | null;
  /** What a host's value holds; the value itself where left out. */
  readonly split?: (value: string) => readonly string[];
  readonly matches: (found: string, entry: string) => boolean;
}

const same: ListForm['matches'] = (found, entry) => found === entry.trim();

const FORMS: { readonly [Name in SiteListName]: ListForm } = {
  'log-hosts': {
    issue: (entry) => (targetIn(entry) === null ? 'a log host such as ssl://logs.example.com:1514 was expected' : null),
    split: (value) => value.split(','),
    matches: isTarget,
  },
  'time-servers': { matches: (found, entry) => hostName(found) === hostName(entry) },
  'certificate-issuers': {
    issue: (entry) =>
      attributesIn(entry) === null ? 'attributes of a name such as "CN=CA, O=Example" were expected' : null,
    matches: isIssuer,
  },
  'consent-texts': {
    issue: (entry) => (plainWords(entry) === '' ? 'the words of a notice were expected' : null),
    matches: (found, entry) => plainWords(entry) !== '' && plainWords(found).includes(plainWords(entry)),
  },
  'exception-users': { matches: same },
  'local-accounts': { matches: same },
  'guest-tagged-port-groups': { matches: same },
  'native-vlans': { issue: vlanIssue, matches: isInVlans },
  'reserved-vlans': { issue: vlanIssue, matches: isInVlans },
};

/** What no host is without: a list that lacks one of them is not whole. */
export const ON_EVERY_HOST: Readonly<Partial<Record<SiteListName, readonly string[]>>> = { 'local-accounts': ['root'] };

/** What the system itself makes, and needs no exception. */
const OF_THE_SYSTEM: Readonly<Partial<Record<SiteListName, readonly string[]>>> = {
  'local-accounts': ['root', 'dcui', 'vpxuser'],
};

/** Why an entry of a list cannot be meant; null where it can. */
export function entryIssue(list: SiteListName, entry: string): string | null {
  return FORMS[list].issue?.(entry) ?? null;
}

/** `<none>`, as some tools write what is not set. */
const NOTHING = /^<[^<>]*>?$/;

/** What a host has of the kind that the list is about; `<none>` and blanks are nothing. */
export function entriesOf(list: SiteListName, value: string | readonly string[]): readonly string[] {
  const texts = typeof value === 'string' ? (FORMS[list].split?.(value) ?? [value]) : value;
  return texts.map((text) => text.trim()).filter((text) => text !== '' && !NOTHING.test(text));
}

/** Whether something that a host has is in the list, or comes with every system. */
export function isListed(list: SiteListName, found: string, given: readonly string[]): boolean {
  return OF_THE_SYSTEM[list]?.includes(found) === true || given.some((entry) => FORMS[list].matches(found, entry));
}

/** Lists as parameters of rules: JSON under their names. */
export function siteParameters(lists: SiteLists): ReadonlyMap<string, string> {
  return new Map(
    SITE_LIST_NAMES.flatMap((name) => {
      const given = lists[name];
      return given === undefined ? [] : [[name, JSON.stringify(given)] as const];
    }),
  );
}

/** A list out of parameters; null where it was not given. */
export function siteListIn(list: SiteListName, parameters: ReadonlyMap<string, string>): readonly string[] | null {
  const text = parameters.get(list);
  const parsed = text === undefined ? null : parsedList(text);
  return parsed === null || parsed.length === 0 ? null : parsed;
}

function parsedList(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : null;
  } catch {
    return null;
  }
}

/** Where logs are sent; nulls for what is not said. */
interface LogTarget {
  readonly protocol: string | null;
  readonly host: string;
  readonly port: string | null;
}

const TARGET = /^(?:(udp|tcp|ssl|tls|x509):\/\/)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(?:\?[\w=&.-]*)?$/i;

function targetIn(text: string): LogTarget | null {
  const [, protocol, host, port] = TARGET.exec(text.trim()) ?? [];
  return host === undefined
    ? null
    : { protocol: protocol?.toLowerCase() ?? null, host: hostName(host), port: port ?? null };
}

/** What the list does not say of a log host may be anything. */
function isTarget(found: string, entry: string): boolean {
  const [own, listed] = [targetIn(found), targetIn(entry)];
  if (own === null || listed === null || own.host !== listed.host) return false;
  return fits(listed.protocol, own.protocol) && fits(listed.port, own.port);
}

function fits(wanted: string | null, given: string | null): boolean {
  return wanted === null || wanted === given;
}

/** Names of hosts in either case, with the dot of the root or without. */
function hostName(text: string): string {
  return text.trim().toLowerCase().replace(/\.$/, '');
}

/** The issuer has every attribute that the entry names. */
function isIssuer(found: string, entry: string): boolean {
  const [own, wanted] = [attributesIn(found), attributesIn(entry)];
  return own !== null && wanted !== null && wanted.every((attribute) => own.includes(attribute));
}

/** Without the markup of the console (`{color:yellow}`), and with one blank between words. */
function plainWords(text: string): string {
  return text
    .replace(/\{\/?[\w:, -]{0,40}\}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const VLANS = /^(\d{1,4})(?:-(\d{1,4}))?$/;

function vlanIssue(entry: string): string | null {
  const [, first, last = first] = VLANS.exec(entry.trim()) ?? [];
  const isRange = first !== undefined && Number(first) <= Number(last) && Number(last) <= 4095;
  return isRange ? null : 'a VLAN such as 1 or a range such as 1001-1024 was expected';
}

function isInVlans(found: string, entry: string): boolean {
  const [, first, last = first] = VLANS.exec(entry.trim()) ?? [];
  return first !== undefined && Number(found) >= Number(first) && Number(found) <= Number(last);
}

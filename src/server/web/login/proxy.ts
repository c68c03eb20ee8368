import { BlockList, isIP } from 'node:net';
import type { ProxyConfig } from '../config.ts';
import { Refusal } from '../errors.ts';
import type { Session } from './sessions.ts';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** People are named by a header that a proxy sets, which logged them in; nobody else may set it. */
export class ProxyLogin {
  readonly #settings: ProxyConfig;
  readonly #proxies = new BlockList();

  constructor(settings: ProxyConfig) {
    this.#settings = settings;
    for (const network of settings.from) {
      const [address = '', prefix = ''] = network.split('/');
      this.#proxies.addSubnet(address, Number(prefix), familyOf(address));
    }
  }

  /** Who is named; null where a listed proxy names nobody. Throws where a stranger names somebody. */
  person(headers: Headers, address: string): Session | null {
    const subject = headers[this.#settings.header.toLowerCase()];
    const groups = headers[this.#settings.groups.toLowerCase()];
    if (subject === undefined && groups === undefined) return null;
    if (!this.isListed(address)) {
      throw new Refusal(
        403,
        'PROXY_UNKNOWN',
        'A header that names a person came from an address that is no listed proxy.',
      );
    }
    if (typeof subject !== 'string' || subject.trim() === '' || subject.length > 255) return null;
    return { subject: subject.trim(), groups: typeof groups === 'string' ? namesOf(groups) : [] };
  }

  isListed(address: string): boolean {
    const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(bare) !== 0 && this.#proxies.check(bare, familyOf(bare));
  }
}

function namesOf(groups: string): readonly string[] {
  return groups.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

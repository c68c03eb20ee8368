import { isIP } from 'node:net';
import type { AllowedHosts } from '../model/firewall.ts';

/**
 * The first entry of a ruleset's list that is no IP address, or no network in CIDR notation; null when all are.
 * A host would have to guess what is meant by such an entry, so a list that holds one is neither planned nor sent.
 */
export function unusableEntry({ addresses, networks }: AllowedHosts): string | null {
  const address = addresses.find((each) => !isAddress(each));
  return address ?? networks.find((each) => !isNetwork(each)) ?? null;
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function isNetwork(text: string): boolean {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return isAddress(address) && Number(prefix) <= (isIP(address) === 4 ? 32 : 128);
}

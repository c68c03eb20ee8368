import type { AllowedHosts } from '../model/firewall.ts';
import type { FirewallCheck } from './options.ts';

/** `outbound tcp/2377` */
export function portWords({ direction, protocol, port }: FirewallCheck): string {
  return `${direction} ${protocol}/${port}`;
}

/** `to 10.9.0.0/16 and 10.1.2.3`; `to any address`. */
export function placeWords({ direction }: FirewallCheck, { all, addresses, networks }: AllowedHosts): string {
  const listed = [...networks, ...addresses];
  const places = all ? 'any address' : listed.join(' and ');
  return `${direction === 'outbound' ? 'to' : 'from'} ${places === '' ? 'no address' : places}`;
}

/** What an enabled ruleset opens, in words. */
export function openedWords(check: FirewallCheck, broad: boolean): string {
  return broad
    ? `every ${check.direction} ${check.protocol} port, far more than ${check.protocol}/${check.port}`
    : portWords(check);
}

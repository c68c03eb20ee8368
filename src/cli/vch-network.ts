import { isInside, type Network, parseNetwork } from '../model/ip-network.ts';
import type { AllowedHosts } from '../model/firewall.ts';
import { misuse } from './misuse.ts';

/**
 * The allowed list that `--vch-network` asks for. Throws USAGE for what is no network, for an address inside a network,
 * and for a network that does not hold `--vch-address`: the plan would not make the rule pass.
 */
export function allowedFrom(text: string, vchAddress: string | undefined): AllowedHosts {
  const written = text.trim();
  const network = parseNetwork(written);
  if (network === null || isMapped(written, network)) {
    throw misuse(`--vch-network ${JSON.stringify(text)} is no address and no network.`, [
      'Write it as 10.9.0.0/24, 10.9.0.5 or 2001:db8::/64; names are not looked up.',
    ]);
  }
  const [address = '', prefix] = written.split('/');
  const alone = parseNetwork(address);
  if (alone !== null && alone.first !== network.first) {
    throw misuse(`--vch-network ${JSON.stringify(text)} is an address inside a network.`, [
      `Write the network with its first address, or ${address} for that address alone.`,
    ]);
  }
  const vch = vchAddress === undefined ? null : parseNetwork(vchAddress);
  if (vch !== null && !isInside(vch, network)) {
    throw misuse(`--vch-network ${written} does not hold --vch-address ${vchAddress ?? ''}.`);
  }
  const whole = prefix === undefined || network.prefix === network.bits;
  return { all: false, addresses: whole ? [address] : [], networks: whole ? [] : [written] };
}

/** An IPv4 address in IPv6 dress: ESXi might take it for another one than is meant. */
function isMapped(text: string, { bits }: Network): boolean {
  return bits === 32 && text.includes(':');
}

import type { VcsimFirewall, VcsimHost } from './vcsim.ts';

/** A verdict and a state worked out from the generator's description alone, by the words of the documentation. */
export interface Expected {
  readonly verdict: string;
  readonly state: string | null;
  readonly reason: string | null;
}

function expected(verdict: string, state: string | null, reason: string | null = null): Expected {
  return { verdict, state, reason };
}

const NOT_APPLICABLE = expected('not-applicable', null);

/** Gen8 hosts of HP or HPE, any case, must have the setting FALSE now and at the next boot. */
export function expectedInterruptRemapping(host: VcsimHost): Expected {
  const isGen8 = /^HPE?$/i.test(host.vendor) && /\bGen8\b/i.test(host.model);
  if (!isGen8) return NOT_APPLICABLE;
  if (host.kernel === null) return expected('unknown', 'unknown');
  const isRightNow = host.kernel.runtime.toUpperCase() === 'FALSE';
  const isRightNext = host.kernel.configured.toUpperCase() === 'FALSE';
  if (isRightNow && isRightNext) return expected('pass', 'compliant');
  if (isRightNow) return expected('fail', 'regresses-on-reboot');
  return expected('fail', isRightNext ? 'reboot-pending' : 'non-compliant');
}

/** The rows of the 2377 table that a readable firewall can be in; `listed` are the allowed entries that hold the address. */
export function expectedOutbound2377(firewall: VcsimFirewall, listed: ReadonlySet<string> | null): Expected {
  const open = firewall.covering.filter((ruleset) => ruleset.enabled);
  const holds = open.some((ruleset) => ruleset.allIp || ruleset.allowed.some((entry) => listed?.has(entry)));
  if (holds) return expected('pass', 'compliant');
  if (!firewall.enabled || !firewall.outgoingBlocked) return expected('warn', null);
  const hasLists = open.some((ruleset) => ruleset.allowed.length > 0);
  if (hasLists && listed === null) return expected('unknown', 'unknown', 'vch-address-needed');
  return expected('fail', 'non-compliant');
}

/** What a plan does about interrupt remapping of a host: a step, or the reason why it is left out; null for neither. */
export function expectedPlanned(host: VcsimHost): string | null {
  const { state } = expectedInterruptRemapping(host);
  if (state === 'compliant' || state === null) return null;
  if (state === 'reboot-pending') return 'reboot-only';
  // Neither a file system nor a card: booted from the network, or lost what it booted from.
  if (host.boot?.device === 'lost') return 'unknown';
  if (host.boot?.device !== 'disk') return 'would-not-last';
  return host.boot.stagedImage ? 'patch-staged' : 'step';
}

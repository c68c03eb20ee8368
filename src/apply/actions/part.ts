import type { Moref } from '../../vim/moref.ts';
import type { HostParts, LiveHost } from '../live-host.ts';

/** A part that was read from a moment ago, so it is there. */
export function part(live: LiveHost, name: keyof HostParts): Moref {
  const found = live.parts[name];
  if (found === null) throw new Error(`a write to ${live.host.name} was tried without its ${name}`);
  return found;
}

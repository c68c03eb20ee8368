import type { HostService } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { booleanOf, childrenNamed, textOf, type VimElement } from '../vim/element.ts';

/** Reads HostServiceInfo (`config.service`). A service that is half told leaves the whole list unread. */
export function servicesFrom(info: VimElement): Reading<readonly HostService[]> {
  const services = childrenNamed(info, 'service').map(serviceFrom);
  if (services.length === 0) return unread({ code: 'unexpected-answer', detail: 'the host listed no service' });
  if (!services.includes(null)) return read(services.filter((service) => service !== null));
  return unread({ code: 'unexpected-answer', detail: 'a service came without members that it must have' });
}

function serviceFrom(element: VimElement): HostService | null {
  const key = textOf(element, 'key');
  const running = booleanOf(element, 'running');
  const policy = textOf(element, 'policy');
  if (key === null || running === null || policy === null) return null;
  return { key, label: textOf(element, 'label') ?? key, running, policy };
}

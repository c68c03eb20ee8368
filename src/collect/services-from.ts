import type { HostService } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { booleanOf, childrenNamed, textOf, type VimElement } from '../vim/element.ts';
import { eachOf } from './property-value.ts';

/** Services of every ESXi since 5.0. A list without one of them is no whole list, and proves of no service that it is not there. */
const OF_EVERY_HOST = ['DCUI', 'TSM', 'TSM-SSH'];

/**
 * Reads HostServiceInfo (`config.service`). A service that is half told, or told twice, or missing though every host has it,
 * leaves the whole list unread.
 */
export function servicesFrom(info: VimElement): Reading<readonly HostService[]> {
  const services = eachOf(childrenNamed(info, 'service'), serviceFrom);
  if (services === null) {
    return unread({ code: 'unexpected-answer', detail: 'a service came without members that it must have' });
  }
  if (services.length === 0) return unread({ code: 'unexpected-answer', detail: 'the host listed no service' });
  const keys = new Set(services.map(({ key }) => key));
  if (keys.size < services.length) return unread({ code: 'contradiction', detail: 'the host listed a service twice' });
  const missing = OF_EVERY_HOST.find((key) => !keys.has(key));
  if (missing === undefined) return read(services);
  return unread({
    code: 'unexpected-answer',
    detail: `the host did not list the service ${missing}, which no host is without`,
  });
}

function serviceFrom(element: VimElement): HostService | null {
  const key = textOf(element, 'key');
  const running = booleanOf(element, 'running');
  const policy = textOf(element, 'policy')?.trim() ?? '';
  if (key === null || key === '' || running === null || policy === '') return null;
  return { key, label: textOf(element, 'label') ?? key, running, policy };
}

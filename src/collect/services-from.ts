import type { HostService } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { booleanOf, childrenNamed, textOf, type VimElement } from '../vim/element.ts';
import { eachOf } from './property-value.ts';

/** Reads HostServiceInfo (`config.service`). A service that is half told, or told twice, leaves the whole list unread. */
export function servicesFrom(info: VimElement): Reading<readonly HostService[]> {
  const services = eachOf(childrenNamed(info, 'service'), serviceFrom);
  if (services === null) {
    return unread({ code: 'unexpected-answer', detail: 'a service came without members that it must have' });
  }
  if (services.length === 0) return unread({ code: 'unexpected-answer', detail: 'the host listed no service' });
  const isDoubled = new Set(services.map(({ key }) => key)).size < services.length;
  return isDoubled ? unread({ code: 'contradiction', detail: 'the host listed a service twice' }) : read(services);
}

function serviceFrom(element: VimElement): HostService | null {
  const key = textOf(element, 'key');
  const running = booleanOf(element, 'running');
  const policy = textOf(element, 'policy')?.trim() ?? '';
  if (key === null || key === '' || running === null || policy === '') return null;
  return { key, label: textOf(element, 'label') ?? key, running, policy };
}

import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { booleanOf } from '../../vim/element.ts';
import { startService, stopService, updateServicePolicy } from '../../vim/methods/writes/settings.ts';
import type { LiveHost } from '../live-host.ts';
import { exactText, itemsOf } from './answers.ts';
import { type ActionOf, type Carrier, part, readProperty } from './carrier.ts';

type ServiceAction = ActionOf<'service'>;

/** Starts or stops a service, and says whether it starts with the host. The policy comes first: it outlasts the rest. */
export const service: Carrier<ServiceAction> = {
  readNow: readService,
  write: async (live, action, { now }) => {
    const system = part(live, 'serviceSystem');
    if (action.policy !== null && action.policy !== now.policy) {
      await live.session.call(updateServicePolicy(system, action.service, action.policy));
    }
    if (action.running !== null && action.running !== now.running) {
      const change = action.running ? startService : stopService;
      await live.session.call(change(system, action.service));
    }
  },
  isSame: (one, other) => one.service === other.service && one.running === other.running && one.policy === other.policy,
};

/** Only the halves that the action speaks of. It is absent only from a list in which every other one tells its key. */
async function readService(live: LiveHost, action: ServiceAction): Promise<Reading<ServiceAction>> {
  const info = await readProperty(live.session, live.parts.serviceSystem, 'serviceInfo');
  if (info.kind !== 'read') return info;
  const services = itemsOf(info.value, 'service') ?? [];
  const keys = services.map((each) => exactText(each, 'key'));
  if (keys.length === 0 || keys.includes(null)) return unexpected('the host did not tell its services');
  const [found, ...others] = services.filter((_, index) => keys[index] === action.service);
  if (others.length > 0) return unexpected(`the host told the service ${action.service} more than once`);
  if (found === undefined) return ABSENT;
  const running = action.running === null ? null : booleanOf(found, 'running');
  const policy = action.policy === null ? null : policyOf(exactText(found, 'policy'));
  const isWhole = (running === null) === (action.running === null) && (policy === null) === (action.policy === null);
  if (isWhole) return read({ kind: 'service', service: action.service, running, policy });
  return unexpected(`the service ${action.service} came without its state`);
}

function unexpected(detail: string): Reading<never> {
  return unread({ code: 'unexpected-answer', detail });
}

function policyOf(text: string | null): ServiceAction['policy'] {
  return text === 'on' || text === 'off' || text === 'automatic' ? text : null;
}

/** Whether each half is as before or as wanted: a step of two writes that was cut short after the first. */
export function isHalfDone(now: ServiceAction, before: ServiceAction, wanted: ServiceAction): boolean {
  const runs = now.running === before.running || now.running === wanted.running;
  return runs && (now.policy === before.policy || now.policy === wanted.policy);
}

import type { Action } from '../../model/plan.ts';
import type { LiveHost } from '../live-host.ts';
import { advancedOption } from './advanced-option.ts';
import type { ActionOf, Carrier, Sighting, State } from './carrier.ts';
import { allowedHosts, ruleset } from './firewall.ts';
import { kernelSetting } from './kernel-setting.ts';
import { service } from './service.ts';

/** Every kind of action, and how it is carried out. */
const CARRIERS: { readonly [Kind in Action['kind']]: Carrier<ActionOf<Kind>> } = {
  kernelSetting,
  advancedOption,
  ruleset,
  allowedHosts,
  service,
};

/** The table's own type says that the carrier fits; the compiler does not follow it through the lookup. */
function carrierOf<A extends Action>(action: A): Carrier<A> {
  return CARRIERS[action.kind] as unknown as Carrier<A>;
}

/** The state that the thing of an action is in now, read from the host itself. */
export function readNow(live: LiveHost, action: Action): Promise<Sighting<Action>> {
  return carrierOf(action).readNow(live, action);
}

/** Sends the action to the host, once. `state` is what was read of it just before. */
export function write(live: LiveHost, action: Action, state: State): Promise<void> {
  return carrierOf(action).write(live, action, state);
}

/** Whether two actions are of one kind and leave one state. */
export function isSame(one: Action, other: Action): boolean {
  return one.kind === other.kind && carrierOf(one).isSame(one, other);
}

/** What an action is about, as one text: two steps with the same are about one thing. */
export function thingOf(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
      return `kernelSetting ${action.name}`;
    case 'advancedOption':
      return `advancedOption ${action.key}`;
    case 'service':
      return `service ${action.service}`;
    case 'ruleset':
    case 'allowedHosts':
      return `${action.kind} ${action.ruleset}`;
  }
}

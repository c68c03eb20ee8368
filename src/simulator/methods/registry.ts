import { FIREWALL_SYSTEM, SERVICE_SYSTEM } from './firewall-system.ts';
import { ACCESS_MANAGER, EXECUTER, IMAGE_CONFIG_MANAGER } from './host-managers.ts';
import { HOST_POWER } from './host-power.ts';
import { AUTHORIZATION_MANAGER, SERVICE_INSTANCE, SESSION_MANAGER } from './login.ts';
import { ROLLOUT } from './maintenance-mode.ts';
import type { Method } from './method.ts';
import { OPTION_MANAGER } from './option-manager.ts';
import { FETCH, RETRIEVE, TASKS } from './retrieve.ts';
import { SEARCH_INDEX } from './search-index.ts';
import { UPDATES } from './updates.ts';
import { VIEWS } from './views.ts';

/** Every method that the simulated server answers; a family a file. */
export const METHODS: readonly Method[] = [
  ...SERVICE_INSTANCE,
  ...SESSION_MANAGER,
  ...VIEWS,
  ...SEARCH_INDEX,
  ...RETRIEVE,
  ...FETCH,
  ...UPDATES,
  ...EXECUTER,
  ...OPTION_MANAGER,
  ...ACCESS_MANAGER,
  ...IMAGE_CONFIG_MANAGER,
  ...AUTHORIZATION_MANAGER,
  ...FIREWALL_SYSTEM,
  ...SERVICE_SYSTEM,
  ...HOST_POWER,
  ...TASKS,
  ...ROLLOUT,
];

const BY_KEY = new Map(METHODS.map((method) => [`${method.on}.${method.name}`, method]));

/** The method of that name on objects of that type, or on all objects. */
export function methodNamed(name: string, type: string): Method | undefined {
  return BY_KEY.get(`${type}.${name}`) ?? BY_KEY.get(`*.${name}`);
}

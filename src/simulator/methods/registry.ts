import { EXECUTER } from './executer.ts';
import type { Method } from './method.ts';
import { RETRIEVE } from './retrieve.ts';
import { SERVICE_INSTANCE } from './service-instance.ts';
import { SESSION_MANAGER } from './session-manager.ts';
import { VIEWS } from './views.ts';

/** Every method that the simulated server answers; a family a file. */
export const METHODS: readonly Method[] = [...SERVICE_INSTANCE, ...SESSION_MANAGER, ...VIEWS, ...RETRIEVE, ...EXECUTER];

const BY_KEY = new Map(METHODS.map((method) => [`${method.on}.${method.name}`, method]));

/** The method of that name on objects of that type; base types are not looked through. */
export function methodNamed(name: string, type: string): Method | undefined {
  return BY_KEY.get(`${type}.${name}`);
}

import type { Estate } from '../estate/estate.ts';
import { HOST_PROFILE_MANAGER } from './host-profiles.ts';
import { reference, type Fields, type Reference, type Value, data } from '../wire/value.ts';
import { aboutInfo } from './about.ts';

/** Ids of the singletons: vCenter's and a lone host's differ (protocol.md 2.7). */
const SINGLETONS = {
  propertyCollector: ['PropertyCollector', 'propertyCollector', 'ha-property-collector'],
  viewManager: ['ViewManager', 'ViewManager', 'ViewManager'],
  setting: ['OptionManager', 'VpxSettings', 'HostAgentSettings'],
  userDirectory: ['UserDirectory', 'UserDirectory', 'ha-user-directory'],
  sessionManager: ['SessionManager', 'SessionManager', 'ha-sessionmgr'],
  authorizationManager: ['AuthorizationManager', 'AuthorizationManager', 'ha-authmgr'],
  perfManager: ['PerformanceManager', 'PerfMgr', 'ha-perfmgr'],
  eventManager: ['EventManager', 'EventManager', 'ha-eventmgr'],
  taskManager: ['TaskManager', 'TaskManager', 'ha-taskmgr'],
  licenseManager: ['LicenseManager', 'LicenseManager', 'ha-license-manager'],
  searchIndex: ['SearchIndex', 'SearchIndex', 'ha-searchindex'],
} as const;
export type Singleton = keyof typeof SINGLETONS;

export function singleton(estate: Estate, name: Singleton): Reference {
  const [type, vcenter, esxi] = SINGLETONS[name];
  return { type, id: estate.kind === 'esxi' ? esxi : vcenter };
}

export function singletons(estate: Estate): readonly Reference[] {
  return (Object.keys(SINGLETONS) as Singleton[]).map((name) => singleton(estate, name));
}

/** ServiceContent (protocol.md 2.1). */
export function serviceContent(estate: Estate, root: Reference): Value {
  const of = (name: Singleton): Value => reference(singleton(estate, name));
  const fields: Fields = {
    rootFolder: reference(root),
    propertyCollector: of('propertyCollector'),
    viewManager: of('viewManager'),
    about: about(estate),
    setting: of('setting'),
    userDirectory: of('userDirectory'),
    sessionManager: of('sessionManager'),
    authorizationManager: of('authorizationManager'),
    perfManager: of('perfManager'),
    eventManager: of('eventManager'),
    taskManager: of('taskManager'),
    licenseManager: of('licenseManager'),
    searchIndex: of('searchIndex'),
    hostProfileManager: estate.kind === 'vcenter' ? reference(HOST_PROFILE_MANAGER) : undefined,
  };
  return data('ServiceContent', fields);
}

function about({ kind, version, build, apiVersion, instanceUuid }: Estate): Value {
  const vcenter = kind === 'vcenter';
  return aboutInfo({
    name: vcenter ? 'VMware vCenter Server' : 'VMware ESXi',
    line: vcenter ? 'vpx' : 'embeddedEsx',
    version,
    build,
    apiVersion,
    instanceUuid,
  });
}

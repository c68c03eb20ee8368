import type { Estate } from '../estate/estate.ts';
import {
  data,
  type Fields,
  optionalString,
  reference,
  type Reference,
  since,
  string,
  type Value,
} from '../wire/value.ts';
import { HOST_PROFILE_MANAGER } from './host-extras.ts';

/** Ids of the singletons: vCenter's and a lone host's differ (docs/internals/wire.md 2.7). */
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
  customFieldsManager: ['CustomFieldsManager', 'CustomFieldsManager', 'ha-custom-fields'],
} as const;
export type Singleton = keyof typeof SINGLETONS;

export function singleton(estate: Estate, name: Singleton): Reference {
  const [type, vcenter, esxi] = SINGLETONS[name];
  return { type, id: estate.kind === 'esxi' ? esxi : vcenter };
}

export function singletons(estate: Estate): readonly Reference[] {
  return (Object.keys(SINGLETONS) as Singleton[]).map((name) => singleton(estate, name));
}

/** ServiceContent (docs/internals/wire.md 2.1). */
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
    customFieldsManager: estate.kind === 'vcenter' ? of('customFieldsManager') : undefined,
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

interface Product {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly apiVersion: string;
  readonly line: 'vpx' | 'embeddedEsx';
  readonly instanceUuid: string | null;
}

/** AboutInfo of a vCenter or of an ESXi host. */
export function aboutInfo(product: Product): Value {
  const vcenter = product.line === 'vpx';
  return data('AboutInfo', {
    name: string(product.name),
    fullName: string(`${product.name} ${product.version} build-${product.build}`),
    vendor: string('VMware, Inc.'),
    version: string(product.version),
    patchLevel: since('7.0.2.0', string('0')),
    build: string(product.build),
    localeVersion: string('INTL'),
    localeBuild: string('000'),
    osType: string(vcenter ? 'linux-x64' : 'vmnix-x86'),
    productLineId: string(product.line),
    apiType: string(vcenter ? 'VirtualCenter' : 'HostAgent'),
    apiVersion: string(product.apiVersion),
    instanceUuid: optionalString(product.instanceUuid),
    licenseProductName: string(vcenter ? 'VMware VirtualCenter Server' : 'VMware ESX Server'),
    licenseProductVersion: string(product.version.split('.').slice(0, 1).join('.') + '.0'),
  });
}

import { morefOf, requiredChild, requiredMoref, textOf, type VimElement } from './element.ts';
import type { Moref } from './moref.ts';

/** Who a server says it is. Null: it did not say. */
interface About {
  readonly name: string | null;
  readonly fullName: string | null;
  readonly version: string | null;
  readonly build: string | null;
  /** `VirtualCenter` or `HostAgent`. */
  readonly apiType: string | null;
  readonly apiVersion: string | null;
  /** `vpx`, `embeddedEsx` or `esx`. */
  readonly productLineId: string | null;
  /** Identity of a vCenter; an ESXi host has none. */
  readonly instanceUuid: string | null;
}

/** The server's entry points: their names differ between vCenter and ESXi (docs/internals/wire.md 2.1, 2.7). */
export interface ServiceContent {
  readonly about: About;
  readonly rootFolder: Moref;
  readonly propertyCollector: Moref;
  readonly viewManager: Moref;
  readonly sessionManager: Moref;
  /** Null where the server names none. */
  readonly authorizationManager: Moref | null;
  readonly eventManager: Moref | null;
  /** Names of custom attributes; null on an ESXi host. */
  readonly customFieldsManager: Moref | null;
}

export function serviceContentOf(returnval: VimElement): ServiceContent {
  return {
    about: aboutOf(requiredChild(returnval, 'about')),
    rootFolder: requiredMoref(returnval, 'rootFolder'),
    propertyCollector: requiredMoref(returnval, 'propertyCollector'),
    viewManager: requiredMoref(returnval, 'viewManager'),
    sessionManager: requiredMoref(returnval, 'sessionManager'),
    authorizationManager: morefOf(returnval, 'authorizationManager'),
    eventManager: morefOf(returnval, 'eventManager'),
    customFieldsManager: morefOf(returnval, 'customFieldsManager'),
  };
}

function aboutOf(about: VimElement): About {
  return {
    name: textOf(about, 'name'),
    fullName: textOf(about, 'fullName'),
    version: textOf(about, 'version'),
    build: textOf(about, 'build'),
    apiType: textOf(about, 'apiType'),
    apiVersion: textOf(about, 'apiVersion'),
    productLineId: textOf(about, 'productLineId'),
    instanceUuid: textOf(about, 'instanceUuid'),
  };
}

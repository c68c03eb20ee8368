import { type Call, methodElement } from '../call.ts';
import { child, requiredMoref } from '../element.ts';
import type { Moref } from '../moref.ts';
import { type Page, pageOf } from '../object-content.ts';
import { morefElement, textElement } from '../xml-writer.ts';

/** Property paths to read of objects of one type (or of its subclasses). */
export interface PropertyPaths {
  readonly type: string;
  readonly paths: readonly string[];
}

/** Where to read: everything in a view, or the objects named. */
export type Selection = { readonly view: Moref } | { readonly objects: readonly Moref[] };

export interface RetrieveOptions {
  readonly properties: readonly PropertyPaths[];
  readonly selection: Selection;
  /** Objects a page; the server may send fewer, and has a limit of its own (docs/internals/wire.md 2.3). */
  readonly pageSize: number;
}

const THROUGH_VIEW =
  '<selectSet xsi:type="TraversalSpec"><name>view</name><type>ContainerView</type><path>view</path>' +
  '<skip>false</skip></selectSet>';

function propertySpec({ type, paths }: PropertyPaths): string {
  const pathSet = paths.map((path) => textElement('pathSet', path)).join('');
  return `<propSet>${textElement('type', type)}<all>false</all>${pathSet}</propSet>`;
}

function objectSpecs(selection: Selection): string {
  if ('view' in selection) {
    return `<objectSet>${morefElement('obj', selection.view)}<skip>true</skip>${THROUGH_VIEW}</objectSet>`;
  }
  return selection.objects.map((object) => `<objectSet>${morefElement('obj', object)}</objectSet>`).join('');
}

/**
 * A named object that is gone is left out of the answer. A view that is gone must fault: left out, the end of a session
 * would look like an empty inventory.
 */
function missingObjects(selection: Selection): string {
  return textElement('reportMissingObjectsInResults', String(!('view' in selection)));
}

export function retrievePropertiesEx(collector: Moref, options: RetrieveOptions): Call<Page> {
  const method = 'RetrievePropertiesEx';
  const parameters =
    `<specSet>${options.properties.map(propertySpec).join('')}${objectSpecs(options.selection)}` +
    `${missingObjects(options.selection)}</specSet>` +
    `<options><maxObjects>${options.pageSize}</maxObjects></options>`;
  return {
    method,
    body: methodElement(method, collector, parameters),
    safe: true,
    decode: (response) => pageOf(child(response, 'returnval')),
  };
}

/** Not safe to repeat: a token works once. */
export function continueRetrievePropertiesEx(collector: Moref, token: string): Call<Page> {
  const method = 'ContinueRetrievePropertiesEx';
  return {
    method,
    body: methodElement(method, collector, textElement('token', token)),
    safe: false,
    decode: (response) => pageOf(child(response, 'returnval')),
  };
}

/** An abandoned token keeps memory in the server (docs/internals/wire.md 2.3). */
export function cancelRetrievePropertiesEx(collector: Moref, token: string): Call<void> {
  const method = 'CancelRetrievePropertiesEx';
  return {
    method,
    body: methodElement(method, collector, textElement('token', token)),
    safe: true,
    decode: () => {},
  };
}

/** A view of every object of those types (or of subclasses) below the container; it belongs to the session. */
export function createContainerView(viewManager: Moref, container: Moref, types: readonly string[]): Call<Moref> {
  const method = 'CreateContainerView';
  const parameters =
    morefElement('container', container) +
    types.map((type) => textElement('type', type)).join('') +
    textElement('recursive', 'true');
  return {
    method,
    body: methodElement(method, viewManager, parameters),
    safe: true,
    decode: (response) => requiredMoref(response, 'returnval'),
  };
}

export function destroyView(view: Moref): Call<void> {
  const method = 'DestroyView';
  return { method, body: methodElement(method, view), safe: true, decode: () => {} };
}

import { escapeText } from './escape.ts';
import { renderMember } from './render.ts';
import { data, fieldValue, reference, string, type Fields, type Reference, type Value } from './value.ts';

/** A fault of the vSphere API: answered as HTTP 500, or as data in a `missingSet` or a task. */
export class VimFault extends Error {
  readonly type: string;
  readonly fields: Fields;

  constructor(type: string, message: string, fields: Fields = {}) {
    super(message);
    this.type = type;
    this.fields = fields;
  }
}

/** A request that the parser refuses: a fault without any detail (docs/internals/wire.md 1.5). */
export class RequestFault extends Error {
  readonly code: string;

  constructor(message: string, code = 'ClientFaultCode') {
    super(message);
    this.code = code;
  }
}

export function notAuthenticated(object: Reference, privilege = 'System.View'): VimFault {
  return new VimFault('NotAuthenticated', 'The session is not authenticated.', {
    object: reference(object),
    privilegeId: string(privilege),
  });
}

export function noPermission(object: Reference, privilege: string): VimFault {
  return new VimFault('NoPermission', 'Permission to perform this operation was denied.', {
    object: reference(object),
    privilegeId: string(privilege),
  });
}

export function objectNotFound(object: Reference): VimFault {
  const text = `The object '${object.type}:${object.id}' has already been deleted or has not been completely created`;
  return new VimFault('ManagedObjectNotFound', text, { obj: reference(object) });
}

export function hostNotConnected(): VimFault {
  return new VimFault('HostNotConnected', 'Unable to communicate with the remote host, since it is disconnected.');
}

export function hostCommunication(): VimFault {
  return new VimFault('HostCommunication', 'An error occurred while communicating with the remote host.');
}

export function invalidProperty(name: string): VimFault {
  return new VimFault('InvalidProperty', '', { name: string(name) });
}

export function invalidArgument(property: string): VimFault {
  const text = `A specified parameter was not correct: ${property}`;
  return new VimFault('InvalidArgument', text, { invalidProperty: string(property) });
}

export function notFound(): VimFault {
  return new VimFault('NotFound', 'The object or item referred to could not be found.');
}

export function invalidState(): VimFault {
  return new VimFault('InvalidState', 'The operation is not allowed in the current state.');
}

export function taskInProgress(task: Reference): VimFault {
  const text = 'The operation is not allowed in the current state: another task is already in progress.';
  return new VimFault('TaskInProgress', text, { task: reference(task) });
}

export function methodNotFound(receiver: Reference, method: string): VimFault {
  return new VimFault('MethodNotFound', `The method '${method}' is not known to '${receiver.type}'.`, {
    receiver: reference(receiver),
    method: string(method),
  });
}

/** The body of an HTTP 500 answer. */
export function renderFault(fault: VimFault | RequestFault, version: string): string {
  if (!(fault instanceof VimFault)) {
    return `<soapenv:Fault><faultcode>${fault.code}</faultcode><faultstring>${escapeText(fault.message)}</faultstring></soapenv:Fault>`;
  }
  const detail = Object.entries(fault.fields).map(([name, value]) => renderMember(name, fieldValue(value), version));
  return (
    `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeText(fault.message)}</faultstring>` +
    `<detail><${fault.type}Fault xmlns="urn:vim25" xsi:type="${fault.type}">${detail.join('')}</${fault.type}Fault></detail></soapenv:Fault>`
  );
}

/** A fault as data: LocalizedMethodFault. */
export function localizedFault(fault: VimFault): Value {
  return data('LocalizedMethodFault', {
    fault: { kind: 'typed', value: data(fault.type, fault.fields) },
    localizedMessage: string(fault.message),
  });
}

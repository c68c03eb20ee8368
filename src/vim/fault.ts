import { ServerFault } from '../model/errors.ts';
import { child, descend, textOf, type VimElement } from './element.ts';

/** What a server says went wrong. */
export interface Fault {
  /** By `xsi:type`, never by text: `NotAuthenticated`; `''` where the server names none. */
  readonly type: string;
  /** For people; may be empty, and in any language. */
  readonly message: string;
  /** The typed part, with the fault's own fields; null where the server sends none. */
  readonly detail: VimElement | null;
}

/** A call that the server answered with a fault. */
export class SoapFault extends ServerFault {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super([fault.type, fault.message].filter((part) => part !== '').join(': ') || 'a fault without a word');
    this.name = 'SoapFault';
    this.fault = fault;
  }
}

/** Whether the fault is of that type or of a subclass (docs/internals/wire.md 1.5). */
export function isFault(fault: Fault, type: string): boolean {
  for (let current: string | undefined = fault.type; current !== undefined; current = FAULT_BASES.get(current)) {
    if (current === type) return true;
  }
  return false;
}

/** The privilege that a NoPermission names; null where there is none. */
export function privilegeIn({ detail }: Fault): string | null {
  const named = detail === null ? '' : (textOf(detail, 'privilegeId') ?? '').trim();
  return named === '' ? null : named;
}

function typeOf(detail: VimElement): string {
  return detail.xsiType ?? detail.name.replace(/Fault$/, '');
}

/** The content of a `soapenv:Fault`; parser errors come without any detail. */
export function faultOf(soapFault: VimElement): Fault {
  const detail = child(soapFault, 'detail')?.children[0] ?? null;
  const message = (textOf(soapFault, 'faultstring') ?? '').trim();
  return { type: detail === null ? '' : typeOf(detail), message, detail };
}

/** A fault inside data: `<fault xsi:type="..."/><localizedMessage/>` (LocalizedMethodFault, docs/internals/wire.md 1.5). */
export function localizedFaultOf(element: VimElement): Fault {
  const detail = child(element, 'fault');
  const message =
    textOf(element, 'localizedMessage') ?? descend(element, 'fault', 'faultMessage', 'message')?.text ?? '';
  return { type: detail?.xsiType ?? '', message: message.trim(), detail };
}

/** Which fault is a kind of which, as far as it matters here (docs/internals/wire.md 1.5). */
const FAULT_BASES: ReadonlyMap<string, string> = new Map([
  ['NotAuthenticated', 'NoPermission'],
  ['NoPermission', 'SecurityError'],
  ['RestrictedVersion', 'SecurityError'],
  ['SecurityError', 'RuntimeFault'],
  ['PasswordExpired', 'InvalidLogin'],
  ['InvalidLogin', 'VimFault'],
  ['InvalidLocale', 'VimFault'],
  ['ManagedObjectNotFound', 'RuntimeFault'],
  ['HostNotConnected', 'HostCommunication'],
  ['HostNotReachable', 'HostCommunication'],
  ['HostCommunication', 'RuntimeFault'],
  ['InvalidPowerState', 'InvalidState'],
  ['InvalidHostConnectionState', 'InvalidHostState'],
  ['InvalidHostState', 'InvalidState'],
  ['InvalidState', 'VimFault'],
  ['TaskInProgress', 'VimFault'],
  ['Timedout', 'VimFault'],
  ['InvalidName', 'VimFault'],
  ['NotFound', 'VimFault'],
  ['HostConfigFault', 'VimFault'],
  ['ConcurrentAccess', 'VimFault'],
  ['InvalidProperty', 'MethodFault'],
  ['InvalidArgument', 'RuntimeFault'],
  ['MethodNotFound', 'InvalidRequest'],
  ['InvalidType', 'InvalidRequest'],
  ['InvalidRequest', 'RuntimeFault'],
  ['NotSupported', 'RuntimeFault'],
  ['MethodDisabled', 'RuntimeFault'],
  ['RequestCanceled', 'RuntimeFault'],
  ['SystemError', 'RuntimeFault'],
  ['UnexpectedFault', 'RuntimeFault'],
  ['RuntimeFault', 'MethodFault'],
  ['VimFault', 'MethodFault'],
]);

import { EsxcheckError } from '../model/errors.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { type Fault, isFault, SoapFault } from '../vim/fault.ts';

/** Most specific first: NotAuthenticated is a NoPermission, HostNotConnected a HostCommunication (protocol.md 1.5). */
const FAULT_CODES: readonly (readonly [type: string, code: ProblemCode])[] = [
  ['NotAuthenticated', 'not-authenticated'],
  ['NoPermission', 'no-permission'],
  ['HostNotConnected', 'disconnected'],
  ['HostCommunication', 'not-responding'],
  ['MethodNotFound', 'esxcli-unavailable'],
  ['NotSupported', 'esxcli-unavailable'],
  ['Timedout', 'timeout'],
];

const ERROR_CODES: Readonly<Record<string, ProblemCode>> = {
  TIMEOUT: 'timeout',
  CONNECTION_LOST: 'connection-lost',
  HOST_UNREACHABLE: 'connection-lost',
  CONNECTION_REFUSED: 'connection-lost',
  HOST_NOT_FOUND: 'connection-lost',
  SERVICE_UNAVAILABLE: 'connection-lost',
  UNEXPECTED_ANSWER: 'unexpected-answer',
  NOT_VSPHERE: 'unexpected-answer',
  RESPONSE_TOO_LARGE: 'unexpected-answer',
  INVALID_LOGIN: 'not-authenticated',
  LOGIN_FAILED: 'not-authenticated',
};

/** What a fault in place of a value means for the fact that was asked for. */
export function problemFromFault(fault: Fault): Problem {
  const code = FAULT_CODES.find(([type]) => isFault(fault, type))?.[1] ?? 'fault';
  return { code, detail: fault.message === '' ? fault.type : fault.message };
}

/** Whether the command itself ran and refused; else esxcli, or that part of it, is not to be had (protocol.md 3.3). */
export function refusedByCommand(error: unknown): boolean {
  return error instanceof EsxcliFault && (error.type ?? '').endsWith('CLIFault');
}

/**
 * What a failed call means for the fact that was asked for. What is no matter of one host is thrown on: an interruption,
 * a certificate that changed on the way, a bug.
 */
export function problemFromError(error: unknown): Problem {
  if (error instanceof SoapFault) return problemFromFault(error.fault);
  if (error instanceof EsxcliFault) {
    return { code: refusedByCommand(error) ? 'fault' : 'esxcli-unavailable', detail: error.message };
  }
  const code = error instanceof EsxcheckError ? ERROR_CODES[error.code] : undefined;
  if (code === undefined || !(error instanceof Error)) throw error;
  return { code, detail: error.message };
}

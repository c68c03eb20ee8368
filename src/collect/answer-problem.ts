import { WITHOUT_END } from '../connect/retrieval-bounds.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { type Fault, isFault, privilegeIn, SoapFault } from '../vim/fault.ts';
import { CONTRADICTION } from '../vim/object-content.ts';

/** Most specific first: NotAuthenticated is a NoPermission, HostNotConnected a HostCommunication (docs/internals/wire.md 1.5). */
const FAULT_CODES: readonly (readonly [type: string, code: ProblemCode])[] = [
  [CONTRADICTION.type, 'contradiction'],
  ['NotAuthenticated', 'not-authenticated'],
  ['NoPermission', 'no-permission'],
  ['HostNotConnected', 'disconnected'],
  ['HostCommunication', 'not-responding'],
  ['Timedout', 'timeout'],
];

/** The server, or that part of it, does not do this at all. */
const NOT_TO_BE_HAD = ['MethodNotFound', 'NotSupported'] as const;

const ERROR_CODES: Readonly<Record<string, ProblemCode>> = {
  TIMEOUT: 'timeout',
  CONNECTION_LOST: 'connection-lost',
  HOST_UNREACHABLE: 'connection-lost',
  CONNECTION_REFUSED: 'connection-lost',
  HOST_NOT_FOUND: 'connection-lost',
  SERVICE_UNAVAILABLE: 'connection-lost',
  READER_ENDED: 'connection-lost',
  UNEXPECTED_ANSWER: 'unexpected-answer',
  NOT_VSPHERE: 'unexpected-answer',
  RESPONSE_TOO_LARGE: 'unexpected-answer',
  [WITHOUT_END]: 'unexpected-answer',
  INVALID_LOGIN: 'not-authenticated',
  LOGIN_FAILED: 'not-authenticated',
};

/** What a fault in place of a value means for the fact that was asked for. */
export function problemFromFault(fault: Fault): Problem {
  const isMissing = NOT_TO_BE_HAD.some((type) => isFault(fault, type));
  return classified(fault, isMissing ? 'esxcli-unavailable' : 'fault');
}

function classified(fault: Fault, otherwise: ProblemCode): Problem {
  const code = FAULT_CODES.find(([type]) => isFault(fault, type))?.[1] ?? otherwise;
  const privilege = privilegeIn(fault);
  return {
    code,
    detail: fault.message === '' ? fault.type || 'a fault without a word' : fault.message,
    ...(fault.type === '' ? {} : { fault: fault.type }),
    ...(privilege === null ? {} : { privilege }),
  };
}

/** A fault of a command is of the command where it ran and refused; else esxcli, or that part of it, is not to be had. */
function problemFromEsxcli(error: EsxcliFault): Problem {
  if (error.isUnexpected) return { code: 'unexpected-answer', detail: error.message };
  return classified(error.fault, error.isRefusal ? 'fault' : 'esxcli-unavailable');
}

/**
 * What a failed call means for the fact that was asked for. What is no matter of one host is thrown on: an interruption,
 * a certificate that changed on the way, a bug.
 */
export function problemFromError(error: unknown): Problem {
  if (error instanceof SoapFault) return problemFromFault(error.fault);
  if (error instanceof EsxcliFault) return problemFromEsxcli(error);
  const code = error instanceof EsxcheckError ? ERROR_CODES[error.code] : undefined;
  if (code === undefined || !(error instanceof Error)) throw error;
  return { code, detail: error.message };
}

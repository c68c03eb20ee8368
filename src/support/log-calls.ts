import type { CallWitness, WitnessedCall } from '../connect/call-witness.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Log, LogFields } from '../model/log.ts';

/** Tells calls to a log: those that failed as warnings, the others where they are wanted. Bodies never. */
export function logCalls(log: Log): CallWitness {
  return {
    wantsBodies: false,
    onCall: (call) => {
      if (call.error !== null) log.warn('call failed', { ...fieldsOf(call), error: reasonOf(call) });
      else if (log.wantsCalls) log.debug('call', fieldsOf(call));
    },
  };
}

function fieldsOf({ url, method, operationId, status, bytes, durationMs }: WitnessedCall): LogFields {
  return { target: url, method, operationId, status, bytes, ms: Math.round(durationMs) };
}

/** Methods that a secret is sent with. */
const SECRET_METHODS: ReadonlySet<string> = new Set(['Login', 'LoginByToken']);

/** What a server says of a login may repeat the password: it is left to the error that people get. */
function reasonOf({ method, error }: WitnessedCall): string {
  if (SECRET_METHODS.has(method) && !(error instanceof EsxcheckError)) return 'the server refused it';
  if (error instanceof EsxcheckError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

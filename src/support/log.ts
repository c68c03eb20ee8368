import { pino } from 'pino';
import type { CallWitness, WitnessedCall } from '../connect/traffic.ts';
import { escapeControlCharacters } from '../model/control-characters.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Log, LogFields } from '../model/log.ts';

/** How much is written: `debug` adds a line for each call to a server. */
export type LogLevel = 'info' | 'debug';

/**
 * Opens a log in JSON, a line an event (pino's form, with times in ISO 8601); what is there already stays. Others may not
 * read the file. Throws OUTPUT_NOT_WRITTEN.
 */
export function openLog(path: string, level: LogLevel, fields: LogFields): Log {
  const destination = openFile(path);
  // A disk that fills up must not end a run that writes its report elsewhere.
  destination.on('error', () => undefined);
  const logger = pino({ level, base: safe(fields), timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const writer =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, more: LogFields = {}): void => {
      logger[name](safe(more), escapeControlCharacters(event));
    };
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    wantsCalls: level === 'debug',
    close: () => {
      destination.end();
    },
  };
}

function openFile(path: string): ReturnType<typeof pino.destination> {
  try {
    return pino.destination({ dest: path, append: true, mode: 0o600, sync: true });
  } catch (error) {
    const sentence = `The log ${JSON.stringify(path)} cannot be written: ${(error as Error).message}.`;
    throw new EsxcheckError('OUTPUT_NOT_WRITTEN', sentence);
  }
}

/** Names of hosts and texts of servers must not steer the terminal of whoever reads the log. */
function safe(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.split('\n').map(escapeControlCharacters).join('\n') : value,
  ]);
  return Object.fromEntries(entries) as LogFields;
}

/** Tells calls to a log: those that failed as warnings, the others where they are wanted. Bodies never. */
export function logCalls(log: Log): CallWitness {
  return {
    wantsBodies: false,
    onCall: (call) => {
      if (call.error !== null) log.warn('call failed', { ...fieldsOf(call), error: reasonOf(call) });
      else if (log.wantsCalls) log.debug('call', fieldsOf(call));
    },
    onLimit: ({ url, from, to, why }) => {
      if (log.wantsCalls) log.debug('limit of calls to hosts', { target: url, from, to, why });
    },
    onHostCalls: ({ url, limit, highest, most, backedOff }) => {
      log.info('calls to hosts', { target: url, limit, highest, most, ...backedOff });
    },
  };
}

/** Tells each call by a line of text, for people who watch. Bodies never. */
export function callLines(write: (line: string) => void): CallWitness {
  return {
    wantsBodies: false,
    onCall: (call) => {
      const outcome = call.error === null ? `${call.status ?? '-'}, ${call.bytes} bytes` : `failed: ${reasonOf(call)}`;
      const line = `${call.method} at ${call.url}: ${outcome}, ${Math.round(call.durationMs)} ms`;
      write(escapeControlCharacters(line.replaceAll('\n', ' ')));
    },
  };
}

function fieldsOf({ url, method, operationId, status, bytes, durationMs }: WitnessedCall): LogFields {
  return { target: url, method, operationId, status, bytes, ms: Math.round(durationMs) };
}

/** Methods that a secret is sent with. */
const SECRET_METHODS: ReadonlySet<string> = new Set(['Login', 'LoginByToken', 'rest-login']);

/** What a server says of a login may repeat the password: it is left to the error that people get. */
function reasonOf({ method, error }: WitnessedCall): string {
  if (SECRET_METHODS.has(method) && !(error instanceof EsxcheckError)) return 'the server refused it';
  if (error instanceof EsxcheckError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

import type { Credentials } from '../../connect/endpoint.ts';
import type { CallWitness } from '../../connect/traffic.ts';
import type { Log } from '../../model/log.ts';
import { tool } from '../../shipped/installation.ts';
import type { LogLevel } from '../../support/log.ts';

/** What a run leaves behind for support: a log, a trace, both or nothing. */
export interface Diagnostics {
  readonly log: Log | null;
  /** What is told of every call to a target with those credentials; null when nobody wants to know. */
  readonly witnessFor: (credentials: Credentials) => CallWitness | null;
}

const NO_DIAGNOSTICS: Diagnostics = { log: null, witnessFor: () => null };

/**
 * Opens what the general flags ask for; `verbose` gets a line of text for each call, where that is wanted.
 * Throws OUTPUT_NOT_WRITTEN.
 */
export async function openDiagnostics(
  args: Readonly<Record<string, unknown>>,
  verbose: ((line: string) => void) | null = null,
): Promise<Diagnostics> {
  const { logFile, logLevel = 'info', traceSoap } = args;
  if (logFile === undefined && traceSoap === undefined && verbose === null) return NO_DIAGNOSTICS;
  const log = logFile === undefined ? null : await logTo(logFile as string, logLevel as LogLevel);
  const { callLines, logCalls } = await import('../../support/log.ts');
  const calls = [...(log === null ? [] : [logCalls(log)]), ...(verbose === null ? [] : [callLines(verbose)])];
  if (traceSoap === undefined) return { log, witnessFor: () => both(calls) };
  const { openTraceFolder } = await import('../../support/trace-folder.ts');
  const trace = openTraceFolder(traceSoap as string);
  return { log, witnessFor: (credentials) => both([...calls, trace.witness(credentials)]) };
}

async function logTo(path: string, level: LogLevel): Promise<Log> {
  const { openLog } = await import('../../support/log.ts');
  return openLog(path, level, { pid: process.pid, version: tool().version, node: process.version });
}

function both(witnesses: readonly CallWitness[]): CallWitness | null {
  if (witnesses.length === 0) return null;
  return {
    wantsBodies: witnesses.some(({ wantsBodies }) => wantsBodies),
    onCall: (call) => {
      for (const witness of witnesses) witness.onCall(call);
    },
    onLimit: (change) => {
      for (const witness of witnesses) witness.onLimit?.(change);
    },
    onHostCalls: (report) => {
      for (const witness of witnesses) witness.onHostCalls?.(report);
    },
  };
}

import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { ReaderPool } from '../../readers/reader-pool.ts';
import type { Readers } from '../../scan/gather.ts';
import type { OpenedTarget } from '../../scan/target-report.ts';
import type { ProcessArguments } from '../connection-options.ts';
import type { Io } from './console.ts';

/** Below so many hosts the start of a process takes longer than it saves (npm run bench -- --processes). */
const LEAST_HOSTS = 500;
/** A reader says every second that it is alive. */
const SILENT_MS = 60_000;

/**
 * Processes that read those targets, at most as many as cores and as targets; null where this one does it alone: for one target,
 * for few hosts, where the number was given as 1, and where a trace wants the bodies of all calls.
 */
export function readersFor(
  targets: readonly OpenedTarget[],
  { processes }: ProcessArguments,
  io: Pick<Io, 'reader' | 'env'> & { readonly say: (sentence: string) => void },
): Readers | null {
  const most = Math.min(processes ?? availableParallelism(), targets.length);
  const hosts = targets.reduce((sum, target) => sum + target.hosts.length, 0);
  const isTraced = targets.some(({ connection }) => connection.witness?.wantsBodies === true);
  if (io.reader === undefined || most < 2 || isTraced) return null;
  if (processes === undefined && hosts < LEAST_HOSTS) return null;
  // This process waits for the others: it has time to collect garbage often, and memory is what they share.
  setFlagsFromString('--heap-growing-percent=30');
  return new ReaderPool({
    command: io.reader,
    env: whatNodeReads(io.env),
    silentMs: SILENT_MS,
    most,
    onEnded: io.say,
  });
}

/** What Node.js, OpenSSL and the system itself look at. */
const NODE_READS =
  /^(?:NODE_.*|SSL_CERT_.*|OPENSSL_.*|UV_.*|TZ|LANG|LC_.*|PATH|LD_LIBRARY_PATH|SystemRoot|windir|TEMP|TMP|TMPDIR)$/i;

/** Any variable may hold a password that the config names, and readers get theirs by a pipe: they see nothing but these. */
function whatNodeReads(env: Io['env']): Io['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NODE_READS.test(name)));
}

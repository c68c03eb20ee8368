import { setFlagsFromString } from 'node:v8';
import { ReaderPool } from '../../readers/reader-pool.ts';
import type { Readers } from '../../scan/gather.ts';
import type { OpenedTarget } from '../../scan/target-report.ts';
import type { ProcessArguments } from '../connection-options.ts';
import type { Io } from './console.ts';

/** A reader says every second that it is alive. */
const SILENT_MS = 60_000;

/**
 * Processes that read those targets, as many as were asked for and at most one a target; null where this one does it alone: unless
 * more were asked for, for one target, and where a trace wants the bodies of all calls. Nobody who did not ask gets them: beside the
 * servers on two cores they saved no time and took more memory (npm run bench -- --many).
 */
export function readersFor(
  targets: readonly OpenedTarget[],
  { processes }: ProcessArguments,
  io: Pick<Io, 'reader' | 'env'> & { readonly say: (sentence: string) => void },
): Readers | null {
  const most = Math.min(processes ?? 1, targets.length);
  const isTraced = targets.some(({ connection }) => connection.witness?.wantsBodies === true);
  if (io.reader === undefined || most < 2 || isTraced) return null;
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

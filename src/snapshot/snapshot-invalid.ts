import { EsxcheckError } from '../model/errors.ts';
import { harmless } from '../model/harmless.ts';

/** Characters of a reason that are shown: it may be made of what the file holds. */
const SHOWN = 300;

/** The error for a file that is not a snapshot as it was written. */
export function snapshotInvalid(why: string, line: number | null = null, cause?: unknown): EsxcheckError {
  const place = line === null ? 'The snapshot cannot be used' : `Line ${line} of the snapshot cannot be used`;
  return new EsxcheckError('SNAPSHOT_INVALID', `${place}: ${harmless(why.slice(0, SHOWN))}.`, {
    details: ['Take it again: esxcheck snapshot --target … --output facts.esxsnap'],
    cause,
  });
}

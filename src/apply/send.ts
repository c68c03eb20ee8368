import { EsxcheckError } from '../model/errors.ts';
import type { Action } from '../model/plan.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import type { State } from './actions/carrier.ts';
import { write } from './actions/index.ts';
import type { LiveHost } from './live-host.ts';

/**
 * How the host answered a write. What came of it is never taken from the answer, only from reading again.
 *
 * `busy`: another task held the host, and the write was not carried out. `unanswered`: it may have been.
 */
export interface Answer {
  readonly kind: 'accepted' | 'rejected' | 'busy' | 'unanswered';
  readonly detail: string;
}

/** Sends a change once. Throws only bugs. */
export async function send(live: LiveHost, action: Action, state: State): Promise<Answer> {
  try {
    await write(live, action, state);
    return { kind: 'accepted', detail: '' };
  } catch (error) {
    return answerOf(error);
  }
}

function answerOf(error: unknown): Answer {
  if (error instanceof SoapFault) {
    return { kind: isFault(error.fault, 'TaskInProgress') ? 'busy' : 'rejected', detail: error.message };
  }
  if (error instanceof EsxcliFault) {
    // Without a type the host gave no answer at all.
    return { kind: error.type === null ? 'unanswered' : 'rejected', detail: error.message };
  }
  if (error instanceof EsxcheckError) return { kind: 'unanswered', detail: error.message };
  throw error;
}

import type { Action, Step } from '../model/plan.ts';
import { type Reading, unread } from '../model/reading.ts';
import { isSame, readNow } from './actions.ts';
import type { LiveHost } from './live-host.ts';
import type { Run } from './run.ts';
import type { Answer } from './send.ts';
import { type Ended, isPin } from './verdict.ts';

/** What came of a write: by reading, whatever the answer was. */
export async function aftermath(
  run: Run,
  step: Step,
  { live, answer }: { live: LiveHost; answer: Answer },
): Promise<Ended> {
  const waits = answer.kind === 'rejected' ? [0] : run.pace.settleMs;
  let reading: Reading<Action> = unread({ code: 'not-reported', detail: 'it was not read again' });
  for (const ms of waits) {
    await run.pause(ms);
    reading = await readNow(live, step.action);
    if (reading.kind === 'read' && isSame(reading.value, step.action)) {
      if (isPin(step, run.direction)) return pinned(answer, reading.value);
      return { kind: 'done', reason: null, detail: 'Done, and read again.', observed: reading.value };
    }
  }
  if (reading.kind === 'unread') {
    await run.lifeline.report(reading.problem);
    const detail = `The change was sent (${answerWords(answer)}), and it cannot be read now: ${reading.problem.detail}.`;
    return { kind: 'indeterminate', reason: 'unverified', detail, observed: null };
  }
  return withoutEffect(answer, reading.kind === 'read' ? reading.value : null);
}

/** The value shows nothing, so here the answer is all there is. */
function pinned(answer: Answer, observed: Action): Ended {
  if (answer.kind === 'accepted') {
    return { kind: 'done', reason: null, detail: 'The host accepted the value that it shows already.', observed };
  }
  if (answer.kind !== 'unanswered') return withoutEffect(answer, observed);
  const detail = `The value that is there already was sent, and no answer came: ${answer.detail}.`;
  return { kind: 'indeterminate', reason: 'unverified', detail, observed };
}

function answerWords({ kind, detail }: Answer): string {
  return detail === '' ? kind : `${kind}: ${detail}`;
}

function withoutEffect({ kind, detail }: Answer, observed: Action | null): Ended {
  switch (kind) {
    case 'accepted': {
      const sentence = 'The host accepted the change, but it shows the old value still.';
      return { kind: 'no-effect', reason: 'no-effect', detail: sentence, observed };
    }
    case 'unanswered': {
      const sentence = `No answer came (${detail}), and the host shows the old value still; it may yet change.`;
      return { kind: 'failed', reason: 'unanswered', detail: sentence, observed };
    }
    case 'rejected':
    case 'busy':
      return { kind: 'failed', reason: 'rejected', detail: `The host refused the change: ${detail}`, observed };
  }
}

/** Where another task held the host to the end. */
export function busy(observed: Action, answer: Answer | null): Ended {
  const detail = `Another task held the host${answer === null ? '' : `: ${answer.detail}`}. Try again when it has ended.`;
  return { kind: 'failed', reason: 'busy', detail, observed };
}

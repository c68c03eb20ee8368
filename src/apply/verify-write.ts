import { type Action, actionWords, type Step } from '../model/plan.ts';
import { unread } from '../model/reading.ts';
import { remarkOn, type Sighting, sourceOf, type State } from './actions/carrier.ts';
import { isSame, readNow } from './actions/index.ts';
import { isPin, type StepOutcome } from './decide-step.ts';
import type { LiveHost } from './live-host.ts';
import type { Run } from './run-state.ts';
import type { Answer } from './send.ts';

/** A write that was sent: how it was answered, and what was read of the thing just before. */
interface SentWrite extends State {
  readonly live: LiveHost;
  readonly answer: Answer;
}

/**
 * What came of a write: by reading, whatever the answer was. Only a value that was read the same way as before says anything:
 * it is the new one, or still the old one. Everything else leaves it open.
 */
export async function verifyWrite(run: Run, step: Step, sent: SentWrite): Promise<StepOutcome> {
  const { live, answer, source } = sent;
  const waits = answer.kind === 'rejected' ? [0] : run.pace.settleMs;
  let reading: Sighting<Action> = unread({ code: 'not-reported', detail: 'it was not read again' });
  for (const ms of waits) {
    await run.pause(ms);
    reading = await readNow(live, step.action);
    if (reading.kind !== 'read' || sourceOf(reading) !== source || !isSame(reading.value, step.action)) continue;
    if (isPin(step, run.direction)) return pinned(answer, reading.value);
    const detail = `Done, and read again.${remarkOn(sent)}`;
    return { kind: 'done', reason: null, detail, observed: reading.value };
  }
  if (reading.kind === 'unread') await run.lifeline.report(reading.problem);
  return notShown(reading, sent);
}

/** What the last reading leaves to be said, since it does not show what was wanted. */
function notShown(reading: Sighting<Action>, { answer, now, source }: SentWrite): StepOutcome {
  if (reading.kind === 'unread') return open(answer, `it cannot be read now: ${reading.problem.detail}`);
  if (reading.kind === 'absent') return open(answer, 'the host says that it does not have it');
  if (sourceOf(reading) !== source) return open(answer, DIFFERS[source]);
  // What the host refused is not open, whatever else has changed there.
  if (isSame(reading.value, now) || answer.kind === 'rejected') return withoutEffect(answer, reading.value);
  return open(answer, `it is ${actionWords(reading.value)} now, neither the old value nor the new one`);
}

const DIFFERS: Readonly<Record<State['source'], string>> = {
  itself: 'only its stored value can be read now, and it was read by esxcli before',
  'stored-value': 'it is read by esxcli now, and its stored value was read before',
};

function open(answer: Answer, why: string): StepOutcome {
  const detail = `The change was sent (${answerWords(answer)}), and ${why}.`;
  return { kind: 'indeterminate', reason: 'unverified', detail, observed: null };
}

/** The value shows nothing, so here the answer is all there is. */
function pinned(answer: Answer, observed: Action): StepOutcome {
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

function withoutEffect({ kind, detail }: Answer, observed: Action): StepOutcome {
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
export function busy(observed: Action, answer: Answer | null): StepOutcome {
  const detail = `Another task held the host${answer === null ? '' : `: ${answer.detail}`}. Try again when it has ended.`;
  return { kind: 'failed', reason: 'busy', detail, observed };
}

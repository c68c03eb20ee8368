import { problemFromError } from '../collect/answer-problem.ts';
import type { CallOptions, Session } from '../connect/session-contract.ts';
import { escapeControlCharacters } from '../model/control-characters.ts';
import type { Direction } from '../model/outcome.ts';
import { actionWords, type Step } from '../model/plan.ts';
import { isLeftInMaintenance, type RolloutOutcome } from '../model/rollout.ts';
import { logUserEvent } from '../vim/methods/writes/maintenance.ts';
import type { Moref } from '../vim/moref.ts';
import type { LiveHost } from './live-host.ts';

/** What the event on a host tells beside the changes. */
export interface Trail {
  readonly tool: { readonly name: string; readonly version: string };
  readonly direction: Direction;
  readonly planHash: string;
  readonly change: string | null;
}

const LONGEST = 1000;
/** Nobody waits long for an event of a reboot. */
const MOST_EVENT_MS = 15_000;

/** Puts what was written to a host into its event log. Resolves to null, or to why it could not be. */
export function logChange(live: LiveHost, written: readonly Step[], trail: Trail): Promise<string | null> {
  const changes = written.map(({ action }) => actionWords(action)).join('; ');
  return log(live.session, { object: live.object, message: messageOf(trail.direction, changes, trail) });
}

/** Puts what became of a reboot into the event log of its host, which need not be reachable for it. As `logChange`. */
export function logReboot(
  session: Session,
  outcome: RolloutOutcome,
  trail: Omit<Trail, 'direction'>,
): Promise<string | null> {
  const { host, kind, reason, detail } = outcome;
  const left = isLeftInMaintenance(outcome) ? ' [in maintenance mode]' : '';
  const what = `${kind}${reason === null ? '' : ` (${reason})`}: ${detail.replace(/\.$/, '')}${left}`;
  const object = { type: 'HostSystem', value: host.moid };
  const timeoutMs = Math.min(session.endpoint.timeoutMs, MOST_EVENT_MS);
  return log(session, { object, message: messageOf('reboot', what, trail), timeoutMs });
}

interface Event extends Pick<CallOptions, 'timeoutMs'> {
  readonly object: Moref;
  readonly message: string;
}

async function log(session: Session, { object, message, ...options }: Event): Promise<string | null> {
  const { eventManager } = session.content;
  if (eventManager === null) return 'the server has no event log';
  try {
    await session.call(logUserEvent(eventManager, object, message), options);
    return null;
  } catch (error) {
    return problemFromError(error).detail;
  }
}

/** However much there is to tell, the change and the plan are told. */
function messageOf(verb: string, what: string, { tool, planHash, change }: Omit<Trail, 'direction'>): string {
  const opening = escapeControlCharacters(`${tool.name} ${tool.version} ${verb}: `);
  const reference = change === null ? '' : ` Change ${change}.`;
  const closing = escapeControlCharacters(`.${reference} Plan ${planHash.slice(0, 16)}.`).slice(-LONGEST / 2);
  return opening + escapeControlCharacters(what).slice(0, LONGEST - opening.length - closing.length) + closing;
}

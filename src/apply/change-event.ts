import { problemFromError } from '../collect/problem-from.ts';
import { actionWords } from '../model/action-words.ts';
import { harmless } from '../model/harmless.ts';
import type { Direction } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { logUserEvent } from '../vim/methods/writes/events.ts';
import type { LiveHost } from './live-host.ts';

/** What the event on a host tells beside the changes. */
export interface Trail {
  readonly tool: { readonly name: string; readonly version: string };
  readonly direction: Direction;
  readonly planHash: string;
  readonly change: string | null;
}

const LONGEST = 1000;

/** Puts what was written to a host into its event log. Resolves to null, or to why it could not be. */
export async function logChange(live: LiveHost, written: readonly Step[], trail: Trail): Promise<string | null> {
  const { eventManager } = live.session.content;
  if (eventManager === null) return 'the server has no event log';
  try {
    await live.session.call(logUserEvent(eventManager, live.object, messageOf(written, trail)));
    return null;
  } catch (error) {
    return problemFromError(error).detail;
  }
}

function messageOf(written: readonly Step[], { tool, direction, planHash, change }: Trail): string {
  const changes = written.map(({ action }) => actionWords(action)).join('; ');
  const reference = change === null ? '' : ` Change ${change}.`;
  const message = `${tool.name} ${tool.version} ${direction}: ${changes}.${reference} Plan ${planHash.slice(0, 16)}.`;
  return harmless(message).slice(0, LONGEST);
}

import type { Session } from '../../connect/session.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { RolloutOutcome } from '../../model/rollout.ts';
import { asMoment } from '../../vim/element.ts';
import { localizedFaultOf, SoapFault } from '../../vim/fault.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { booleanIn, countIn, exactText, textIn } from '../actions/answers.ts';
import { executeCommand, type RolloutEnvironment } from './effects.ts';
import type { RolloutEvent } from './events.ts';
import type { Candidate } from './situations.ts';
import {
  type Before,
  type TerminalState,
  type HostSeen,
  type HostState,
  type Input,
  isEnded,
  type TaskSeen,
} from './state.ts';
import { next } from './transitions.ts';

export interface RollingOptions {
  readonly now: () => number;
  readonly emit: (event: RolloutEvent) => void;
  /** Told of everything that goes on beside the loop, so that its end can be awaited. */
  readonly track: (work: Promise<void>) => void;
}

/** One host on its way: feeds what happens into the pure states, and carries out what they ask for. */
export class RollingHost {
  readonly #around: RolloutEnvironment;
  readonly #options: RollingOptions;
  #state: HostState = { phase: 'waiting' };
  #progress: number | null = null;
  /** As it was last compared with what was recorded. */
  #after: Before | null = null;

  constructor(around: RolloutEnvironment, options: RollingOptions) {
    this.#around = around;
    this.#options = options;
  }

  get candidate(): Candidate {
    return this.#around.candidate;
  }

  get state(): HostState {
    return this.#state;
  }

  /** Null while it is on its way. */
  get outcome(): RolloutOutcome | null {
    return isEnded(this.#state) ? outcomeOf(this.candidate, this.#state) : null;
  }

  get object(): Moref {
    return { type: 'HostSystem', value: this.candidate.host.moid };
  }

  /** The task that is waited for. */
  get task(): Moref | null {
    if ('task' in this.#state) return this.#state.task;
    return this.#state.phase === 'returning' ? this.#state.reconnecting : null;
  }

  see(look: Look | null): void {
    const task = this.task === null ? null : (look?.tasks.get(this.task.value) ?? null);
    const host = look?.hosts.get(this.object.value) ?? null;
    const progress = task?.state === 'running' ? task.progress : null;
    if (progress !== this.#progress) this.#tell(progress);
    this.feed({ kind: 'seen', host, task });
  }

  feed(input: Input): void {
    const before = this.#state;
    if (isEnded(before)) return;
    if (input.kind === 'compared') this.#after = input.after;
    const { state, command } = next(before, input, { now: this.#options.now(), terms: this.#around.terms });
    this.#state = state;
    if (state.phase !== before.phase) this.#enter(state);
    if (command === null) return;
    const work = executeCommand(this.#around, { command, state }).then((answer) => this.feed(answer));
    this.#options.track(work);
  }

  #enter(state: HostState): void {
    if (isEnded(state)) this.#options.track(this.#end(state));
    else this.#tell(null);
  }

  #tell(progress: number | null): void {
    this.#progress = progress;
    const { host } = this.candidate;
    this.#options.emit({ kind: 'phase', host, phase: this.#state.phase, progress });
  }

  async #end(ended: TerminalState): Promise<void> {
    const outcome = outcomeOf(this.candidate, ended);
    const { host, kind, reason, detail, inMaintenance } = outcome;
    const said = { host: host.id, outcome: kind, reason, detail, inMaintenance, after: this.#after };
    await this.#around.journal.append({ kind: 'rolled', ...said });
    this.#options.emit({ kind: 'ended', outcome });
  }
}

function outcomeOf({ host }: Candidate, { phase, reason, detail, inMaintenance }: TerminalState): RolloutOutcome {
  return { host, kind: phase, reason, detail, inMaintenance };
}

/** What one look at vCenter shows, by managed object id. */
interface Look {
  readonly hosts: ReadonlyMap<string, HostSeen>;
  readonly tasks: ReadonlyMap<string, TaskSeen>;
}

const HOST_PATHS = ['runtime.connectionState', 'runtime.inMaintenanceMode', 'runtime.bootTime', 'runtime.dasHostState'];
const TASK_PATHS = ['info.state', 'info.progress', 'info.error'];

/**
 * Reads all hosts and tasks that are waited for in one call (docs/internals/wire.md 6.2). A string says why vCenter did not
 * answer, which passes: a rollout outlives a restart of vCenter.
 */
export async function look(session: Session, hosts: readonly Moref[], tasks: readonly Moref[]): Promise<Look | string> {
  const seen = { hosts: new Map<string, HostSeen>(), tasks: new Map<string, TaskSeen>() };
  const properties = [
    { type: 'HostSystem', paths: HOST_PATHS },
    ...(tasks.length === 0 ? [] : [{ type: 'Task', paths: TASK_PATHS }]),
  ];
  try {
    for await (const content of session.retrieve({ properties, objects: [...hosts, ...tasks] })) {
      if (content.object.type === 'Task') seen.tasks.set(content.object.value, taskFrom(content));
      else seen.hosts.set(content.object.value, hostFrom(content));
    }
  } catch (error) {
    if (error instanceof EsxcheckError || error instanceof SoapFault) return error.message;
    throw error;
  }
  // vCenter forgets tasks some minutes after their end.
  for (const { value } of tasks) if (!seen.tasks.has(value)) seen.tasks.set(value, GONE);
  return seen;
}

const GONE: TaskSeen = { state: 'gone', fault: '', detail: '', progress: null };

function hostFrom({ properties }: ObjectContent): HostSeen {
  const ha = properties.get('runtime.dasHostState');
  return {
    connection: textIn(properties.get('runtime.connectionState')),
    inMaintenance: booleanIn(properties.get('runtime.inMaintenanceMode')),
    bootTime: asMoment(textIn(properties.get('runtime.bootTime'))),
    haState: ha === undefined ? null : exactText(ha, 'state'),
  };
}

function taskFrom({ properties }: ObjectContent): TaskSeen {
  const state = properties.get('info.state')?.text;
  if (state === undefined) return GONE;
  const error = properties.get('info.error');
  const fault = error === undefined ? null : localizedFaultOf(error);
  return {
    state: state === 'success' || state === 'error' ? state : 'running',
    fault: fault?.type ?? '',
    detail: [fault?.type, fault?.message].filter((part) => part !== undefined && part !== '').join(': '),
    progress: countIn(textIn(properties.get('info.progress'))),
  };
}

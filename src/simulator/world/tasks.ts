import type { Estate } from '../estate/estate.ts';
import { taskInfo } from '../properties/task-info.ts';
import { VimFault } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';
import type { SimulatedHost } from './host.ts';
import type { ManagedObject, SimulatedTask } from './objects.ts';

/** What is this far off keeps no process alive. */
const LONG = 60_000;

interface TaskWorld {
  readonly estate: Estate;
  readonly now: () => number;
  changed(): void;
}

interface Start {
  readonly name: string;
  readonly host: SimulatedHost;
  readonly user: string;
  /** Milliseconds until it ends; null when it only ends by being cancelled or timing out. */
  readonly lasts: number | null;
  /** Milliseconds after which it fails with Timedout; null for never. */
  readonly timeout: number | null;
  /** Asked when it could end, and again after as long: false keeps it at its first progress. */
  readonly ready?: () => boolean;
  /** Set: it ends with this error instead of its effect. */
  readonly failure?: VimFault | null;
  readonly effect: () => void;
}

/** The tasks of a server and the timers that drive them. */
export class TaskTable {
  readonly #world: TaskWorld;
  readonly #tasks = new Map<string, SimulatedTask>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #next = 1;

  constructor(world: TaskWorld) {
    this.#world = world;
  }

  /** Starts a task; it runs at once, moves through its progress and ends by its effect. */
  start(start: Start): Reference {
    const { name, host, user, lasts, timeout } = start;
    const id = `task-${this.#next}`;
    this.#next += 1;
    const task: SimulatedTask = {
      id,
      name,
      host,
      user,
      queueTime: this.#world.now(),
      state: 'running',
      progress: 2,
      cancelled: false,
      completeTime: null,
      error: null,
    };
    this.#tasks.set(id, task);
    host.tasks = [...host.tasks, id];
    if (timeout !== null && (lasts === null || lasts > timeout || start.ready?.() === false)) {
      this.later(timeout, () => this.fail(task, new VimFault('Timedout', 'Operation timed out.')));
    }
    if (lasts !== null) this.#run(task, lasts, start);
    this.#world.changed();
    return { type: 'Task', id };
  }

  /** Runs something later; what has not run when the server closes never does. */
  later(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    if (milliseconds >= LONG) timer.unref();
    this.#timers.add(timer);
  }

  running(host: SimulatedHost): SimulatedTask | undefined {
    return [...this.#tasks.values()].find((task) => task.host === host && task.state === 'running');
  }

  task(id: string): SimulatedTask | undefined {
    return this.#tasks.get(id);
  }

  find(id: string): ManagedObject | undefined {
    const task = this.#tasks.get(id);
    return task === undefined ? undefined : { type: 'Task', id, properties: { info: () => taskInfo(task) } };
  }

  recent(): readonly Reference[] {
    return [...this.#tasks.keys()].slice(-20).map((id) => ({ type: 'Task', id }));
  }

  fail(task: SimulatedTask, error: VimFault): void {
    if (task.state !== 'running') return;
    task.state = 'error';
    task.error = error;
    this.#end(task);
  }

  cancel(task: SimulatedTask): void {
    task.cancelled = true;
    this.fail(task, new VimFault('RequestCanceled', 'The task was canceled by a user.'));
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #run(task: SimulatedTask, lasts: number, start: Start): void {
    const { ready = () => true, failure = null, effect } = start;
    this.later(lasts / 2, () => {
      if (ready()) this.#advance(task, 60);
    });
    this.later(lasts, () => {
      if (task.state !== 'running') return;
      if (!ready()) this.#run(task, lasts, start);
      else if (failure === null) this.#finish(task, effect);
      else this.fail(task, failure);
    });
  }

  #end(task: SimulatedTask): void {
    task.completeTime = this.#world.now();
    this.later(this.#world.estate.durations.taskRetention, () => this.#tasks.delete(task.id));
    this.#world.changed();
  }

  #advance(task: SimulatedTask, progress: number): void {
    if (task.state !== 'running') return;
    task.progress = progress;
    this.#world.changed();
  }

  #finish(task: SimulatedTask, effect: () => void): void {
    task.state = 'success';
    task.progress = 100;
    effect();
    this.#end(task);
  }
}

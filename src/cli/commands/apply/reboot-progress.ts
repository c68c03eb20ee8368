import { counted } from '../../../../reports/text/wrap.ts';
import type { RolloutEvent } from '../../../apply/rollout/events.ts';
import { escapeControlCharacters } from '../../../model/control-characters.ts';
import { isLeftInMaintenance, type RolloutOutcome } from '../../../model/rollout.ts';
import type { Io } from '../../shared/console.ts';

/** Shows people what a rollout is doing, for as long as it takes. */
export interface RolloutScreen {
  show(event: RolloutEvent): void;
  /** Takes away what is only of the moment. */
  stop(): void;
}

/** On a terminal a line for each host that is on its way, rewritten in place; else a line for everything that happens. */
export function rolloutScreen(io: Pick<Io, 'stderr' | 'quiet'>, clock: () => Date): RolloutScreen {
  if (io.stderr.isTTY === true && !io.quiet) return new LiveScreen(io, clock);
  return {
    show: (event) => {
      const line = lineOf(event);
      if (line !== null && (!io.quiet || event.kind === 'ended')) io.stderr.write(`${timeOf(clock())} ${line}\n`);
    },
    stop: () => undefined,
  };
}

/** Hours and minutes are what people compare with their own clock; UTC, as everything else that is written down. */
function timeOf(date: Date): string {
  return `${date.toISOString().slice(11, 19)}Z`;
}

/** One event as one line; null for what only moves a number. */
function lineOf(event: RolloutEvent): string | null {
  switch (event.kind) {
    case 'planned': {
      const hosts = event.lanes.reduce((sum, lane) => sum + lane.hosts.length, 0);
      return `${counted(hosts, 'host')} in ${counted(event.lanes.length, 'cluster')} to be rebooted, ${event.refused} left out`;
    }
    case 'phase':
      return event.progress === null ? escapeControlCharacters(`${event.host.name}: ${event.phase}`) : null;
    case 'window':
      return `the window ${escapeControlCharacters(event.text)} is ${event.open ? 'open' : 'closed: no further host is started'}`;
    case 'room': {
      const many = event.most === 1 ? 'one host at a time' : `up to ${event.most} hosts at a time`;
      return escapeControlCharacters(`${event.cluster}: ${many}: ${event.why}`);
    }
    case 'stopped':
      return escapeControlCharacters(`${event.cluster}: no further host is started: ${event.detail}`);
    case 'lost':
      return escapeControlCharacters(`vCenter does not answer: ${event.detail}; waiting`);
    case 'found':
      return 'vCenter answers again';
    case 'ended':
      return outcomeLine(event.outcome);
  }
}

function outcomeLine(outcome: RolloutOutcome): string {
  const { host, kind, reason, detail } = outcome;
  const left = isLeftInMaintenance(outcome) ? ' [in maintenance mode]' : '';
  return escapeControlCharacters(`${host.name}: ${kind}${reason === null ? '' : ` (${reason})`}: ${detail}${left}`);
}

const UP_AND_CLEAR = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\u001b[0J`);

class LiveScreen implements RolloutScreen {
  readonly #io: Pick<Io, 'stderr'>;
  readonly #clock: () => Date;
  readonly #rolling = new Map<string, string>();
  #shown = 0;

  constructor(io: Pick<Io, 'stderr'>, clock: () => Date) {
    this.#io = io;
    this.#clock = clock;
  }

  show(event: RolloutEvent): void {
    if (event.kind === 'phase') {
      const { host, phase, progress } = event;
      this.#rolling.set(host.id, `  ${host.name}: ${phase}${progress === null ? '' : ` ${progress} %`}`);
      this.#draw('');
      return;
    }
    if (event.kind === 'ended') this.#rolling.delete(event.outcome.host.id);
    const line = lineOf(event);
    this.#draw(line === null ? '' : `${timeOf(this.#clock())} ${line}\n`);
  }

  stop(): void {
    this.#rolling.clear();
    this.#draw('');
  }

  /** What stays is written above the lines of the moment. A line that wraps would not be taken away again. */
  #draw(staying: string): void {
    const width = (this.#io.stderr.columns ?? 80) - 1;
    const lines = [...this.#rolling.values()].map((line) => `${escapeControlCharacters(line).slice(0, width)}\n`);
    this.#io.stderr.write(UP_AND_CLEAR(this.#shown) + staying + lines.join(''));
    this.#shown = lines.length;
  }
}

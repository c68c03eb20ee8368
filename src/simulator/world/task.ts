import type { VimFault } from '../wire/fault.ts';
import type { SimulatedHost } from './host.ts';

type TaskState = 'queued' | 'running' | 'success' | 'error';

/** One task on a host. */
export interface SimulatedTask {
  readonly id: string;
  /** Such as `EnterMaintenanceMode_Task`. */
  readonly name: string;
  readonly host: SimulatedHost;
  readonly user: string;
  readonly queueTime: number;
  state: TaskState;
  progress: number;
  cancelled: boolean;
  completeTime: number | null;
  error: VimFault | null;
}

import { invalidState } from '../wire/fault.ts';
import type { Method } from './method.ts';

export const TASKS: readonly Method[] = [
  {
    name: 'CancelTask',
    on: 'Task',
    parameters: [],
    writes: true,
    answer: ({ self, world }) => {
      const task = world.tasks.task(self.id);
      if (task?.state !== 'running') throw invalidState();
      world.tasks.cancel(task);
      return '';
    },
  },
];

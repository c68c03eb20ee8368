import type { Applies } from '../../src/model/applies.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { journalRemarks, rebootLine, runLine, stepLine, sumWords } from './words.ts';

/** One line a run, with details one for each step and reboot below it, what is wrong with journals, and the sum. */
export const lines: Reporter<Applies> = {
  name: 'lines',
  description: 'One line a run, with details a step, to grep.',
  extensions: ['.lines', '.log'],
  *render(applies) {
    for (const run of applies.runs) {
      yield `${runLine(run)}\n`;
      if (!applies.details) continue;
      for (const step of run.steps) yield `${stepLine(step, run)}\n`;
      for (const reboot of run.reboots) yield `${rebootLine(reboot, run)}\n`;
    }
    for (const remark of journalRemarks(applies)) yield `journal ${remark}\n`;
    yield `${sumWords(applies)}\n`;
  },
};

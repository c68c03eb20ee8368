import { read, unread } from '../../model/reading.ts';
import { seriesOf } from '../../model/cpu-series.ts';
import { structureIn } from '../../vim/element.ts';
import { mapped, readAt } from '../property-value.ts';
import type { ToldReader } from './reader.ts';

const HARDWARE = 'summary.hardware';

/** The series that the processor is of, by its name; a name that is not known to belong to one is unread. */
export const cpuSeries: ToldReader = {
  kind: 'told',
  paths: [HARDWARE],
  since: null,
  from: (content, { cpuModel }) =>
    mapped(readAt(content, HARDWARE, structureIn), () => {
      const series = cpuModel === null ? null : seriesOf(cpuModel);
      return series === null ? unread(problemOf(cpuModel)) : read(series);
    }),
};

const LONGEST = 100;

function problemOf(cpuModel: string | null) {
  const detail =
    cpuModel === null
      ? `the server returned no value for ${HARDWARE}.cpuModel`
      : `${JSON.stringify(cpuModel.slice(0, LONGEST))} names no series of processors that esxcheck knows`;
  return { code: cpuModel === null ? 'not-reported' : 'unexpected-answer', detail, path: HARDWARE } as const;
}

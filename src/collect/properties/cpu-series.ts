import { read, unread } from '../../model/reading.ts';
import { seriesOf } from '../../model/cpu-series.ts';
import { isSpokenOf } from '../../model/listed-cpu-series.ts';
import { structureIn } from '../../vim/element.ts';
import { mapped, readAt } from '../property-value.ts';
import type { ToldReader } from './reader.ts';

const HARDWARE = 'summary.hardware';

/**
 * The series that the processor is of, by its name. A name that is not known to belong to one is unread, and so is a series
 * that no source speaks of: taken for one that is on no list of unsupported ones, it would pass for supported.
 */
export const cpuSeries: ToldReader = {
  kind: 'told',
  paths: [HARDWARE],
  since: null,
  from: (content, { cpuModel }) =>
    mapped(readAt(content, HARDWARE, structureIn), () => {
      const series = cpuModel === null ? null : seriesOf(cpuModel);
      if (series === null) return unread(problemOf(cpuModel));
      return isSpokenOf(series) ? read(series) : unread(unlisted(series));
    }),
};

function unlisted(series: string) {
  const detail = `the processor is of the series ${series}, of which no source says whether newer releases run on it`;
  return { code: 'source-silent', detail, path: HARDWARE } as const;
}

const LONGEST = 100;

function problemOf(cpuModel: string | null) {
  const detail =
    cpuModel === null
      ? `the server returned no value for ${HARDWARE}.cpuModel`
      : `${JSON.stringify(cpuModel.slice(0, LONGEST))} names no series of processors that esxcheck knows`;
  return { code: cpuModel === null ? 'not-reported' : 'unexpected-answer', detail, path: HARDWARE } as const;
}

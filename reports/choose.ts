import { extname } from 'node:path';
import { EsxcheckError } from '../src/model/errors.ts';
import { nearest } from '../src/model/nearest.ts';

/** What a reporter is chosen by, of whatever it makes a report. */
interface Named {
  readonly name: string;
  readonly description: string;
  readonly extensions: readonly string[];
}

/** The reporter of a name, in any case. Throws USAGE, with the nearest name and all there are. */
export function reporterNamed<Kind extends Named>(reporters: readonly Kind[], name: string): Kind {
  const found = reporters.find((reporter) => reporter.name === name.toLowerCase());
  if (found !== undefined) return found;
  const names = reporters.map((reporter) => reporter.name);
  const meant = nearest(name.toLowerCase(), names);
  const question = meant === null ? [] : [`Did you mean --format ${meant}?`];
  const list = `Formats: ${reporters.map((r) => `${r.name} (${r.description.replace(/\.$/, '')})`).join('; ')}.`;
  throw new EsxcheckError('USAGE', `There is no format ${JSON.stringify(name)} here.`, {
    details: [...question, list],
  });
}

/** The reporter whose ending a file has, the longest that fits. Throws USAGE. */
export function reporterForFile<Kind extends Named>(reporters: readonly Kind[], path: string): Kind {
  const endings = reporters.flatMap((reporter) => reporter.extensions.map((ending) => ({ ending, reporter })));
  const fitting = endings.filter(({ ending }) => path.toLowerCase().endsWith(ending));
  const longest = fitting.sort((one, other) => other.ending.length - one.ending.length)[0];
  if (longest !== undefined) return longest.reporter;
  const ending = extname(path) === '' ? 'no ending' : `the ending ${JSON.stringify(extname(path))}`;
  throw new EsxcheckError(
    'USAGE',
    `The file ${JSON.stringify(path)} has ${ending}, which names no format of this command.`,
    {
      details: [`Endings: ${endings.map((one) => one.ending).join(', ')}.`],
    },
  );
}

import { jsonText } from '../../reports/json/write.ts';
import type { Reporter } from '../model/reporter.ts';
import type { CheckedConfig } from './config-check.ts';
import { line } from './rule-reports.ts';

const table: Reporter<CheckedConfig> = {
  name: 'table',
  description: 'A line for each mistake.',
  extensions: ['.txt'],
  render: ({ file, mistakes, warnings }) => [
    ...mistakes.map(line),
    ...warnings.map((warning) => line(`warning: ${warning}`)),
    line(mistakes.length === 0 ? `${file} is valid.` : `${file} is not valid.`),
  ],
};

const json: Reporter<CheckedConfig> = {
  name: 'json',
  description: 'For machines.',
  extensions: ['.json'],
  render: ({ file, mistakes, warnings }) => [
    `${jsonText({ schema: 'esxcheck.config-check/1', file, valid: mistakes.length === 0, mistakes, warnings })}\n`,
  ],
};

/** Renderings of a checked config; the first is the default. */
export const CONFIG_CHECK_REPORTERS: readonly Reporter<CheckedConfig>[] = [table, json];

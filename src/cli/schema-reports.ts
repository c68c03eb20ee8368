import type { Reporter } from '../model/reporter.ts';

const json: Reporter<object> = {
  name: 'json',
  description: 'A JSON Schema, 2020-12.',
  extensions: ['.json'],
  render: (document) => [`${JSON.stringify(document, null, 2)}\n`],
};

/** The one rendering of a schema of files that people write. */
export const SCHEMA_REPORTERS: readonly Reporter<object>[] = [json];

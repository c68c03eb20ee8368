import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanSchema } from '../../reports/schema/scan.ts';
import { scanDocument } from '../../src/saved/saved-scan-schema.ts';
import { publishedScans } from './published.ts';
import { runs } from '../support/sample.ts';

const ajv = new Ajv2020();
addFormats.default(ajv);
const isPublished = ajv.compile(scanSchema());

test('whatever the published schema of a scan allows is taken when a scan is read back, and all of it is kept', () => {
  fc.assert(
    fc.property(publishedScans(), (scan) => {
      expect([isPublished(scan), isPublished.errors]).toEqual([true, null]);
      const { since, ...kept } = scan as Record<string, unknown> & { readonly since: object | null };
      // How many hosts have changed is counted from the changes.
      const counted =
        since === null ? null : Object.fromEntries(Object.entries(since).filter(([key]) => key !== 'changed'));
      expect(scanDocument.parse(scan)).toEqual({ ...kept, since: counted });
    }),
    { numRuns: runs(300) },
  );
});

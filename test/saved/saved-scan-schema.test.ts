import * as fc from 'fast-check';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { scanSchema } from '../../reports/schema/scan.ts';
import { scanDocument } from '../../src/saved/saved-scan-schema.ts';
import { publishedScans } from './published.ts';

const ajv = new Ajv2020();
addFormats.default(ajv);
const isPublished = ajv.compile(scanSchema());

test('whatever the published schema of a scan allows is taken when a scan is read back, and all of it is kept', () => {
  fc.assert(
    fc.property(publishedScans(), (scan) => {
      expect([isPublished(scan), isPublished.errors]).toEqual([true, null]);
      // What it was compared with is that scan's own story, and is not read back.
      const { since: _since, changes: _changes, ...kept } = scan as Record<string, unknown>;
      expect(scanDocument.parse(scan)).toEqual(kept);
    }),
    { numRuns: 300 },
  );
});

import '../../../../test/support/properties.ts';
import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SIGNATURE_HEADERS, sha256Hex } from '../../../site/signatures.ts';
import { startCentre, type TestCentre } from '../support/centre.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { snapshotBytes, TestSite } from '../support/site.ts';

let postgres: TestPostgres;
let centre: TestCentre;
let site: TestSite;
beforeAll(async () => {
  postgres = await startPostgres();
  centre = await startCentre(postgres, 'fuzz');
  site = await TestSite.enrolled(centre, 'fra');
});
afterAll(async () => {
  await centre[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('__proto__', '\u0000', '\ud800', '', 'a'.repeat(300), "'; DROP TABLE site; --"),
);
const anything = fc.oneof(
  text,
  fc.integer(),
  fc.constant(null),
  fc.array(text, { maxLength: 4 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);
const body = fc.oneof(
  fc
    .record(
      {
        worker: anything,
        version: anything,
        targets: fc.oneof(anything, fc.array(text)),
        slots: fc.constantFrom(0, -1, 1e9, 'x'),
        code: anything,
        message: anything,
        key: anything,
        signature: anything,
        site: anything,
      },
      { requiredKeys: [] },
    )
    .map((value) => Buffer.from(JSON.stringify(value))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.from('['.repeat(50_000))),
);
const path = fc.oneof(
  fc.constantFrom(
    '/enrol',
    '/key',
    '/hello',
    '/jobs/x/alive',
    '/jobs/00000000-0000-0000-0000-000000000000/alive',
    '/jobs/00000000-0000-0000-0000-000000000000/failed',
    '/jobs/%00/alive',
    '/jobs/%ff/failed',
    '/nothing',
  ),
  text.map((part) => `/jobs/${encodeURIComponent(Buffer.from(part).toString())}/alive`),
);
const header = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', ' ', ',', ';', '='), maxLength: 90 });

test('whatever a site signs is answered with a code, and never with a bug', async () => {
  await fc.assert(
    fc.asyncProperty(path, body, async (where, bytes) => {
      const { status, body: answer } = await site.signed('POST', `/site/v1${where}`, bytes);
      expect(status, JSON.stringify(answer)).toBeLessThan(500);
    }),
  );
});

test('whatever the headers hold is answered with a code, and never with a bug', async () => {
  const headers = fc.dictionary(
    fc.constantFrom(...Object.values(SIGNATURE_HEADERS), 'content-type', 'content-encoding', 'accept'),
    header,
  );
  await fc.assert(
    fc.asyncProperty(path, body, headers, async (where, bytes, given) => {
      const { status, body: answer } = await site.signed('POST', `/site/v1${where}`, bytes, { headers: given });
      expect(status, JSON.stringify(answer)).toBeLessThan(500);
    }),
  );
});

test('a snapshot that was bent anywhere is refused or taken, and never met with a bug', async () => {
  const good = snapshotBytes('id-fuzz');
  const bent = fc.tuple(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 8 }), fc.nat(8));
  await fc.assert(
    fc.asyncProperty(bent, text, async ([at, put, skip], target) => {
      const bytes = Buffer.concat([good.subarray(0, at), put, good.subarray(at + skip)]);
      const { status } = await site.ship(oneLine(target), bytes);
      expect(status).toBeLessThan(500);
      const query = `?target=${encodeURIComponent(Buffer.from(target).toString())}&target=b&attempt=${at}`;
      const raw = await site.signed(
        'PUT',
        `/site/v1/shipments/${sha256Hex(bytes)}${query}`,
        gzipSync(bytes).subarray(skip),
        {
          headers: { 'content-encoding': 'gzip' },
        },
      );
      expect(raw.status).toBeLessThan(500);
    }),
  );
});

/** What can be signed as a name: the end of a line in one is tried by the query alone. */
function oneLine(text: string): string {
  return Buffer.from(text).toString().replaceAll('\n', '\r');
}

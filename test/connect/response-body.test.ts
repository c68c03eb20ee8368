import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { CREDENTIALS, soap, startVcenter } from './support/vcenter.ts';

const TIME = '2026-01-02T03:04:05Z';

/** An answer with so many characters of padding that compression does not shrink to nothing. */
function padded(length: number): Buffer {
  const padding = randomBytes(length).toString('base64').slice(0, length);
  return Buffer.from(
    soap(`<CurrentTimeResponse><returnval>${TIME}</returnval><pad>${padding}</pad></CurrentTimeResponse>`),
  );
}

function inPieces(bytes: Buffer, size: number): readonly Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

test.each([
  { padding: 0, pieces: 1_000_000, zipped: true },
  { padding: 0, pieces: 7, zipped: true },
  { padding: 0, pieces: 7, zipped: false },
  { padding: 30_000, pieces: 1_000_000, zipped: true },
  { padding: 1_000_000, pieces: 1_000_000, zipped: true },
  { padding: 1_000_000, pieces: 50_000, zipped: true },
  { padding: 1_000_000, pieces: 50_000, zipped: false },
])('an answer arrives whole, small or large, at once or in pieces: %o', async ({ padding, pieces, zipped }) => {
  await using vcenter = await startVcenter(
    {},
    {
      respond: (_request, body, response) => {
        if (!body.includes('<CurrentTime')) return { status: 0 };
        const content = padded(padding);
        response.writeHead(200, { 'content-type': 'text/xml', ...(zipped ? { 'content-encoding': 'gzip' } : {}) });
        for (const piece of inPieces(zipped ? gzipSync(content) : content, pieces)) response.write(piece);
        response.end();
        return 'handled';
      },
    },
  );
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await session.call(currentTime())).toBe(TIME);
  expect(session.traffic.bytesDecoded).toBeGreaterThan(padding);
});

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ship, shipSpool } from '../../src/site/ship.ts';
import type { Shipment } from '../../src/site/shipment.ts';
import { sha256Hex } from '../../src/site/signatures.ts';
import type { Spool } from '../../src/site/spool.ts';
import { enrolledSite, folderOfTest, shipmentOf, spoolIn } from './support.ts';

async function all(spool: Spool): Promise<readonly (Shipment | null)[]> {
  return Promise.all((await spool.list()).map((one) => spool.read(one)));
}

/** A shipment of so many bytes. */
function bulk(second: number, bytes: number): Shipment {
  const packed = Buffer.alloc(bytes, second);
  const readAt = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  return { target: 'vc01', sha256: sha256Hex(packed), packed, readAt };
}

test('what is kept comes back as it was, oldest first, and is for its owner alone', async () => {
  const folder = join(await folderOfTest(), 'a', 'spool');
  const { spool, warnings } = await spoolIn(folder);
  const kept = [await shipmentOf('vc02', 2), await shipmentOf('vc01', 1)];
  for (const one of [...kept, ...kept]) await spool.add(one);
  expect(await all(spool)).toEqual(kept.toReversed());
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  const [first] = await spool.list();
  if (first !== undefined) await spool.remove(first);
  expect(await all(spool)).toEqual([kept[0]]);
  expect(warnings).toEqual([]);
});

test('a write that is cut off at any byte leaves nothing that is taken for a shipment', async () => {
  const folder = await folderOfTest();
  const { spool } = await spoolIn(folder);
  const whole = await shipmentOf('vc01', 1);
  await spool.add(whole);
  const [name = ''] = await readdir(folder);
  const bytes = await readFile(join(folder, name));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.boolean(), async (cut, isRenamed) => {
      const place = join(folder, isRenamed ? name : `.${name}.0123456789ab`);
      await writeFile(place, bytes.subarray(0, cut));
      const read = await all((await spoolIn(folder)).spool);
      expect(read).toEqual(isRenamed ? [null] : [whole]);
      await rm(place);
      await writeFile(join(folder, name), bytes);
    }),
  );
});

test('a file in which any byte is another is not shipped, told once, and harms no other', async () => {
  const folder = await folderOfTest();
  const { spool } = await spoolIn(folder);
  await spool.add(await shipmentOf('vc01', 1));
  await spool.add(await shipmentOf('vc02', 2));
  const [name = ''] = (await readdir(folder)).toSorted();
  const bytes = await readFile(join(folder, name));
  const target = bytes.indexOf('vc01');
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      fc.pre(at < target || at >= target + 4);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ change;
      await writeFile(join(folder, name), changed);
      const again = await spoolIn(folder);
      const read = [await all(again.spool), await all(again.spool)];
      // Blanks and the order of keys are no matter of what is shipped: the same shipment, or none.
      for (const [one, other] of read) {
        expect(one === null || one?.sha256 === (await shipmentOf('vc01', 1)).sha256).toBe(true);
        expect(other?.target).toBe('vc02');
      }
      expect(again.warnings.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('where it is full the oldest go first, and each is told', async () => {
  const folder = await folderOfTest();
  const { spool, warnings } = await spoolIn(folder, { maxMegabytes: 1 });
  for (let second = 1; second <= 5; second += 1) await spool.add(bulk(second, 300_000));
  expect((await all(spool)).map((one) => one?.packed[0])).toEqual([3, 4, 5]);
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain('2026-01-01T00:00:01.000Z');
  expect(warnings[0]).toContain('full');
  await expect(spool.add(bulk(9, 1_000_001))).rejects.toMatchObject({ code: 'SPOOL_FULL' });
  expect(await all(spool)).toHaveLength(3);
});

test('it never holds more than it may, whatever comes', async () => {
  const parent = await folderOfTest();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 1_100_000 }), { maxLength: 12 }), async (sizes) => {
      const folder = await mkdtemp(join(parent, 's-'));
      const { spool } = await spoolIn(folder, { maxMegabytes: 1 });
      for (const [second, bytes] of sizes.entries()) await spool.add(bulk(second + 1, bytes)).catch(() => undefined);
      const sizesThere = await Promise.all(
        (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
      );
      expect(sizesThere.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1_000_000);
    }),
    { numRuns: 10 },
  );
});

test('what is too old goes, and is told', async () => {
  const folder = await folderOfTest();
  const { spool } = await spoolIn(folder);
  await spool.add(await shipmentOf('vc01', 1));
  const later = await spoolIn(folder, { now: () => new Date(Date.UTC(2026, 0, 16)) });
  expect(await later.spool.list()).toEqual([]);
  expect(later.warnings.join()).toContain('older than 14 days');
  expect(await readdir(folder)).toEqual([]);
});

test('files that are not of it are never read, shipped or deleted', async () => {
  const folder = await folderOfTest();
  const outside = join(await folderOfTest(), 'secret');
  await writeFile(outside, 'secret');
  const { spool, warnings } = await spoolIn(folder, { maxMegabytes: 1, now: () => new Date(Date.UTC(2030, 0, 1)) });
  const hash = sha256Hex(Buffer.from('x'));
  await writeFile(join(folder, 'notes.txt'), 'x'.repeat(2_000_000));
  await mkdir(join(folder, `20260101T000001000Z-${hash}.esxship`));
  await symlink(outside, join(folder, `20300101T000001000Z-${hash}.esxship`));
  await symlink('/dev/zero', join(folder, `20300101T000002000Z-${hash}.esxship`));
  await writeFile(join(folder, `29990231T996199999Z-${hash}.esxship`), 'x');
  await writeFile(join(folder, `__proto__`), 'x');
  const before = (await readdir(folder)).toSorted();
  expect(await spool.list()).toEqual([]);
  await spool.add(bulk(126_230_400, 900_000));
  expect(await spool.list()).toHaveLength(1);
  expect((await readdir(folder)).filter((name) => before.includes(name)).toSorted()).toEqual(before);
  expect(warnings).toEqual([]);
});

test('what a cut-off write left goes after a day', async () => {
  const folder = await folderOfTest();
  const draft = join(folder, `.20260101T000001000Z-${sha256Hex(Buffer.of())}.esxship.0123456789ab`);
  await writeFile(draft, 'x');
  const { spool } = await spoolIn(folder, { now: () => new Date() });
  await spool.list();
  expect(await readdir(folder)).toHaveLength(1);
  await utimes(draft, 0, 0);
  await spool.list();
  expect(await readdir(folder)).toEqual([]);
});

test('a folder into which others may write is refused: what lies there would go out under the key of the site', async () => {
  const folder = await folderOfTest();
  await chmod(folder, 0o777);
  await expect(spoolIn(folder)).rejects.toMatchObject({ code: 'SPOOL_OPEN' });
  await writeFile(join(folder, 'file'), '');
  await expect(spoolIn(join(folder, 'file', 'spool'))).rejects.toMatchObject({ code: 'SPOOL_NOT_MADE' });
});

test('all that waits is shipped oldest first; what is refused stays, and others go on', async () => {
  const { peer, centre, keys, folder } = await enrolledSite();
  const { spool } = await spoolIn(join(folder, 'spool'));
  for (let second = 1; second <= 3; second += 1) await spool.add(await shipmentOf(`vc0${second}`, second));
  peer.misbehave(/target=vc01/, { status: 409, body: { code: 'TARGET_CLAIMED', message: 'Another site has it.' } });
  const shipping = { centre, speaker: () => keys.speaker, signal: AbortSignal.timeout(20_000), pauses: [1, 1] };
  const { shipped, refused } = await shipSpool(shipping, spool);
  expect(shipped).toBe(2);
  expect(refused).toMatchObject([{ target: 'vc01', error: { reason: 'TARGET_CLAIMED' } }]);
  expect(peer.shipments.map(({ target }) => target)).toEqual(['vc02', 'vc03']);
  expect((await all(spool)).map((one) => one?.target)).toEqual(['vc01']);
  peer.misbehave(/./, { status: 503, body: {} }, 100);
  await expect(shipSpool(shipping, spool)).rejects.toMatchObject({ code: 'CENTRE_BUSY' });
  expect(peer.requests(/vc01/)).toHaveLength(1 + 3);
  expect(await spool.list()).toHaveLength(1);
  peer.behave();
  expect(await ship(shipping, await shipmentOf('vc02', 2))).toEqual({
    known: true,
    shipment: expect.any(String) as string,
  });
});

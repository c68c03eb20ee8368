import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { STRICT_TRUST } from '../../src/connect/endpoint.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { Centre } from '../../src/site/centre.ts';
import { makeSiteKey, writeKeyFile } from '../../src/site/key-file.ts';
import { Keyring } from '../../src/site/keyring.ts';
import { packedShipment, type Shipment } from '../../src/site/shipment.ts';
import { Spool, type SpoolOptions } from '../../src/site/spool.ts';
import { CentrePeer } from '../support/centre-peer.ts';

export async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-site-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A centre, a site `fra` that is enrolled there, and its key. */
export async function enrolledSite({ keyDays = 90, timeoutMs = 5_000 } = {}) {
  const peer = await CentrePeer.start();
  onTestFinished(() => peer.close());
  const folder = await folderOfTest();
  const centre = centreOf(peer, timeoutMs);
  onTestFinished(() => centre.close());
  peer.codes.add('code');
  peer.keyDays = keyDays;
  const path = join(folder, 'site.key');
  await writeKeyFile(path, await centre.enrol('fra', 'code', makeSiteKey(), AbortSignal.timeout(10_000)));
  peer.keyDays = 90;
  return { peer, centre, folder, path, keys: await Keyring.open('fra', path) };
}

export function centreOf(
  { port, url, thumbprint }: Pick<CentrePeer, 'port' | 'url' | 'thumbprint'>,
  timeoutMs = 5_000,
): Centre {
  const trust = { ...STRICT_TRUST, thumbprints: [thumbprint] };
  return new Centre({ endpoint: { url, host: '127.0.0.1', port, trust, timeoutMs }, timeoutMs, shippingMs: timeoutMs });
}

/** A snapshot of one target and no hosts; the number makes it another one. */
export function snapshotOf(target: string, second = 0): Snapshot {
  const at = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  const about = { product: 'VMware vCenter Server', version: '8.0.3', build: '1', apiVersion: '8.0.3.0' };
  return {
    startedAt: at,
    finishedAt: at,
    targets: [{ url: `https://${target}/sdk`, identity: target, ...about, error: null }],
    facts: [],
    tool: { name: 'esxcheck', version: '1' },
    purpose: { everything: true, rules: [] },
    asked: [],
  };
}

export function shipmentOf(target: string, second = 0): Promise<Shipment> {
  return packedShipment(snapshotOf(target, second));
}

export async function spoolIn(folder: string, options: Partial<SpoolOptions> = {}) {
  const warnings: string[] = [];
  const spool = await Spool.open({
    folder,
    keepDays: 14,
    maxMegabytes: 10,
    now: () => new Date(Date.UTC(2026, 0, 2)),
    warn: (sentence) => warnings.push(sentence),
    ...options,
  });
  return { spool, warnings };
}

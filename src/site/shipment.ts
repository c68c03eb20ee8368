import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { isBlind, type TargetReport } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { snapshotLines } from '../snapshot/encode.ts';
import { withoutFacts } from './leave-out.ts';

/** The facts of one target, ready to be sent. */
export interface Shipment {
  /** The name under which the site's config holds the target: `vc01.example.com`, with the port where it is not 443. */
  readonly target: string;
  /** SHA-256 of the snapshot, not packed, in hexadecimal. */
  readonly sha256: string;
  /** The snapshot as `esxcheck snapshot` writes it, by gzip. */
  readonly packed: Buffer;
  /** When the reading ended, ISO 8601, UTC. */
  readonly readAt: string;
}

/** What stays at the site. */
export interface Withheld {
  /** Names of facts, as `esxcheck rules facts` lists them. */
  readonly leaveOut: readonly string[];
  /** Accounts that targets are asked by, which may stand in what a server said of a login. */
  readonly accounts?: readonly string[];
}

/**
 * A snapshot in parts of one target each, without what stays at the site: facts that are left out are unread in it, the accounts that
 * read are not in it at all. Targets that told nothing have no part: they are not known, and never gone.
 */
export function* partsOf(snapshot: Snapshot, withheld: Withheld): Iterable<Snapshot> {
  for (const target of snapshot.targets.filter((each) => !isBlind(each))) {
    const facts = snapshot.facts
      .filter(({ host }) => host.target === target.url)
      .map((one) => withoutFacts(one, withheld.leaveOut));
    yield { ...snapshot, targets: [withoutAccount(target, withheld.accounts ?? [])], facts };
  }
}

function withoutAccount({ account, ...target }: TargetReport, accounts: readonly string[]): TargetReport {
  const known = account === undefined ? accounts : [...accounts, account];
  const { error } = target;
  return { ...target, error: error === null ? null : { ...error, message: withoutAccounts(error.message, known) } };
}

/** A sentence without the names of accounts, which never leave the site. */
export function withoutAccounts(sentence: string, accounts: readonly string[]): string {
  const names = accounts.filter((name) => name !== '').toSorted((one, other) => other.length - one.length);
  return names.reduce((text, name) => text.replaceAll(new RegExp(escaped(name), 'gi'), '(account)'), sentence);
}

/** Packs a snapshot of one target. Throws SNAPSHOT_TOO_LARGE. */
export async function packedShipment(snapshot: Snapshot): Promise<Shipment> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  await pipeline(Readable.from(hashed(snapshot, hash)), createGzip(), async (packed: AsyncIterable<Buffer>) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  const target = targetNameOf(snapshot.targets[0]?.url ?? '');
  return { target, sha256: hash.digest('hex'), packed: Buffer.concat(chunks), readAt: snapshot.finishedAt };
}

function* hashed(snapshot: Snapshot, hash: ReturnType<typeof createHash>): Iterable<Buffer> {
  for (const line of snapshotLines(snapshot)) {
    hash.update(line);
    yield Buffer.from(line);
  }
}

/** The name of a target, of the URL that reports call it by: `https://vc01.example.com/sdk` is `vc01.example.com`. */
export function targetNameOf(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/sdk$/, '');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

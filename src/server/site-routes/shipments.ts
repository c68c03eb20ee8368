import { bytesOf, isSignedBy, shipmentText } from '../../site/signatures.ts';
import type { Queryable } from '../database/queryable.ts';
import { type ConnectionPool, inTransaction } from '../database/transaction.ts';
import type { Queue } from '../queue/boss.ts';
import { type FactsHead, readHead } from './facts.ts';
import { endAttempt, openAttempt, shown } from './jobs.ts';
import { attemptOver, SiteRefusal } from './refusal.ts';
import { type Signer, signatureWrong } from './signature.ts';
import { claimTargets } from './targets.ts';
import { snapshotInvalid } from '../../snapshot/lines.ts';

/** A shipment as it comes in. */
export interface Arrival {
  readonly signer: Signer;
  /** Of the snapshot, not packed, in hexadecimal. */
  readonly sha256: string;
  readonly target: string;
  readonly attempt: string | null;
  /** Over the text of 2.3, base64url. */
  readonly signature: string;
  /** Packed by gzip. */
  readonly packed: Buffer;
}

export interface Receipt {
  readonly shipment: string;
  readonly known: boolean;
}

/** Takes facts, settles the attempt they are of and has them judged: all of it, or nothing. Throws the refusals of 3. */
export async function takeShipment(pool: ConnectionPool, queue: Queue, arrival: Arrival, now: Date): Promise<Receipt> {
  const { signer, sha256, target, signature, packed } = arrival;
  if (!isSignedBy(signer.key, shipmentText(signer.site, target, sha256), signature)) throw signatureWrong();
  const known = await inTransaction(pool, (client) => knownShipment(client, queue, arrival));
  if (known !== null) return known;
  const head = await readHead(packed, now);
  if (head.sha256 !== sha256) throw snapshotInvalid('its bytes are not those that the path names');
  const id = await claim(pool, queue, signer.site, target);
  try {
    return await inTransaction(pool, (client) => keep(client, queue, { arrival, head, id }));
  } catch (error) {
    throw isIdentityTaken(error) ? claimed(`The vCenter of ${target} is a target of another name already.`) : error;
  }
}

/** Bytes that are here are answered before attempts are looked at; an attempt that is still open has its end with them. */
async function knownShipment(client: Queryable, queue: Queue, arrival: Arrival): Promise<Receipt | null> {
  const { signer, sha256, target, attempt } = arrival;
  const { rows } = await client.query<{ id: string; target: number }>(
    `SELECT s.id::text AS id, s.target FROM shipment s JOIN target t ON t.id = s.target
      WHERE t.site = $1 AND t.name = $2 AND s.sha256 = $3`,
    [signer.site, target, Buffer.from(sha256, 'hex')],
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (attempt !== null) await settleWhereOpen(client, queue, { site: signer.site, attempt, id: row.target });
  return { shipment: row.id, known: true };
}

interface Settlement {
  readonly site: string;
  readonly attempt: string;
  /** The target that the facts are of. */
  readonly id: number;
}

async function settleWhereOpen(client: Queryable, queue: Queue, settlement: Settlement): Promise<void> {
  try {
    await settle(client, queue, settlement);
  } catch (error) {
    if (!(error instanceof SiteRefusal)) throw error;
  }
}

/** Locks are taken in one order everywhere: the job, its attempt, the target. */
async function settle(client: Queryable, queue: Queue, { site, attempt, id }: Settlement): Promise<void> {
  const job = await openAttempt(client, site, attempt);
  if (job.target !== id || !(await queue.complete(client, job))) throw attemptOver();
  await endAttempt(client, attempt, { outcome: 'shipped', code: null, message: null });
}

async function claim(pool: ConnectionPool, queue: Queue, site: string, target: string): Promise<number> {
  const { ids, refused } = await inTransaction(pool, (client) => claimTargets(client, site, [target]));
  const id = ids.get(target);
  if (id === undefined) throw claimed(refused[0]?.message ?? 'The site is gone.');
  await queue.addTarget(id);
  return id;
}

interface Keeping {
  readonly arrival: Arrival;
  readonly head: FactsHead;
  readonly id: number;
}

async function keep(client: Queryable, queue: Queue, { arrival, head, id }: Keeping): Promise<Receipt> {
  const { signer, attempt, sha256, signature, packed } = arrival;
  if (attempt !== null) await settle(client, queue, { site: signer.site, attempt, id });
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO shipment (sha256, target, key_id, signature, attempt, read_from, read_at, hosts, facts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id::text AS id`,
    [
      Buffer.from(sha256, 'hex'),
      id,
      signer.keyId,
      bytesOf(signature, 64),
      attempt,
      head.readFrom,
      head.readAt,
      head.hosts,
      packed,
    ],
  );
  const shipment = rows[0]?.id;
  if (shipment === undefined) return sentAtOnce(client, id, sha256);
  await noteReading(client, id, head);
  await queue.judge(client, shipment);
  return { shipment, known: false };
}

/** The same bytes came twice at the same time, and the other request was faster. */
async function sentAtOnce(client: Queryable, id: number, sha256: string): Promise<Receipt> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id::text AS id FROM shipment WHERE target = $1 AND sha256 = $2',
    [id, Buffer.from(sha256, 'hex')],
  );
  return { shipment: rows[0]?.id ?? '', known: true };
}

const LONGEST = 300;

/** A name of a site stands for one vCenter, and a vCenter for one name. Times are of the newest facts, whenever they come. */
async function noteReading(client: Queryable, id: number, { target, readAt }: FactsHead): Promise<void> {
  const { rows } = await client.query<{ identity: string | null }>(
    'SELECT identity FROM target WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  const identity = target.identity === null ? null : shown(target.identity, LONGEST);
  const kept = rows[0]?.identity ?? null;
  if (identity !== null && kept !== null && identity !== kept) {
    throw claimed('This name stands for another vCenter already: give this one a name of its own.');
  }
  if (identity !== null && kept === null)
    await client.query('UPDATE target SET identity = $2 WHERE id = $1', [id, identity]);
  if (target.error !== null) return noteError(client, id, readAt, target.error);
  await client.query(
    `UPDATE target SET
       url = CASE WHEN read_at >= $2 THEN url ELSE $3 END,
       product = CASE WHEN read_at >= $2 THEN product ELSE $4 END,
       failed_code = CASE WHEN failed_at > $2 THEN failed_code END,
       failed_message = CASE WHEN failed_at > $2 THEN failed_message END,
       failed_at = CASE WHEN failed_at > $2 THEN failed_at END,
       read_at = GREATEST(read_at, $2)
     WHERE id = $1`,
    [id, readAt, shown(target.url, LONGEST), target.product === null ? null : shown(target.product, LONGEST)],
  );
}

/** A vCenter that could not be read is not read: it stays as old as it was. */
async function noteError(
  client: Queryable,
  id: number,
  at: Date,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await client.query(
    `UPDATE target SET failed_at = $2, failed_code = $3, failed_message = $4
      WHERE id = $1 AND (failed_at IS NULL OR failed_at <= $2) AND (read_at IS NULL OR read_at < $2)`,
    [id, at, shown(code, LONGEST), shown(message, 1_000)],
  );
}

function claimed(message: string): SiteRefusal {
  return new SiteRefusal(409, 'TARGET_CLAIMED', message);
}

function isIdentityTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'target_identity_key';
}

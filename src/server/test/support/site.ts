import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import type { Snapshot } from '../../../model/snapshot.ts';
import { snapshotLines } from '../../../snapshot/encode.ts';
import {
  enrolText,
  keyIdOf,
  rawKeyOf,
  requestText,
  sha256Hex,
  shipmentText,
  SIGNATURE_HEADERS,
  signText,
} from '../../../site/signatures.ts';
import type { TestCentre } from './centre.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What a test makes otherwise than a site does. */
export interface Twist {
  readonly time?: string;
  readonly nonce?: string;
  readonly site?: string;
  readonly key?: string;
  /** Sent in the place of what was signed. */
  readonly sentBody?: Buffer;
  readonly sentPath?: string;
  readonly sentMethod?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A site with a real key, as its worker speaks. */
export class TestSite {
  readonly #agent: Agent;
  readonly centre: TestCentre;
  readonly name: string;
  privateKey: KeyObject;
  rawKey: string;

  constructor(centre: TestCentre, name: string) {
    this.centre = centre;
    this.name = name;
    this.#agent = new Agent({ connect: { ca: centre.certificate } });
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    this.rawKey = rawKeyOf(publicKey);
  }

  /** Adds the site at the centre, and enrols it. */
  static async enrolled(centre: TestCentre, name: string): Promise<TestSite> {
    const site = new TestSite(centre, name);
    const { stdout } = await centre.command('site', 'add', name);
    const { status, body } = await site.enrol(stdout.trim());
    if (status !== 201) throw new Error(JSON.stringify(body));
    return site;
  }

  enrol(code: string): Promise<Answer> {
    const signature = signText(this.privateKey, enrolText(this.name, code, this.rawKey));
    const body = { site: this.name, code, key: this.rawKey, signature };
    return this.send('POST', '/site/v1/enrol', Buffer.from(JSON.stringify(body)), {});
  }

  post(path: string, body: object, twist: Twist = {}): Promise<Answer> {
    return this.signed('POST', path, Buffer.from(JSON.stringify(body)), twist);
  }

  ship(target: string, bytes: Buffer, { attempt, ...twist }: Twist & { attempt?: string } = {}): Promise<Answer> {
    const sha256 = sha256Hex(bytes);
    const path = `/site/v1/shipments/${sha256}?target=${encodeURIComponent(target)}${attempt === undefined ? '' : `&attempt=${attempt}`}`;
    const signature = signText(this.privateKey, shipmentText(this.name, target, sha256));
    const headers = { [SIGNATURE_HEADERS.shipment]: signature, 'content-encoding': 'gzip', ...twist.headers };
    return this.signed('PUT', path, gzipSync(bytes), { ...twist, headers });
  }

  signed(method: string, path: string, body: Buffer, twist: Twist = {}): Promise<Answer> {
    const { site = this.name, time = new Date().toISOString(), nonce = randomBytes(16).toString('base64url') } = twist;
    const signature = signText(this.privateKey, requestText({ site, method, path, time, nonce, body }));
    const headers = {
      [SIGNATURE_HEADERS.site]: site,
      [SIGNATURE_HEADERS.key]: twist.key ?? keyIdOf(this.rawKey),
      [SIGNATURE_HEADERS.time]: time,
      [SIGNATURE_HEADERS.nonce]: nonce,
      [SIGNATURE_HEADERS.signature]: signature,
      ...twist.headers,
    };
    return this.send(twist.sentMethod ?? method, twist.sentPath ?? path, twist.sentBody ?? body, headers);
  }

  async send(method: string, path: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const sent = { 'content-type': 'application/json', ...headers };
    const answer = await request(`${this.centre.origin}${path}`, {
      method: method as 'POST',
      body: body.length === 0 ? null : body,
      headers: sent,
      dispatcher: this.#agent,
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  /** Takes a job that waits, of that target. */
  async takeJob(target: string): Promise<string> {
    const { body } = await this.post('/site/v1/jobs', { worker: 'w1', targets: [target], slots: 1 });
    const [job] = body['jobs'] as readonly { attempt: string }[];
    if (job === undefined) throw new Error('no job was given');
    return job.attempt;
  }
}

/** A snapshot of one vCenter without hosts, told apart by `mark`. */
export function snapshotBytes(identity: string | null, mark = 0, targets = 1): Buffer {
  const at = new Date(Date.UTC(2026, 0, 1) + mark * 1_000).toISOString();
  const target = {
    url: `https://vc${identity}.example.com/sdk`,
    identity,
    product: 'VMware vCenter Server 8.0.3',
    version: '8.0.3',
    build: '1',
    apiVersion: '8.0.3.0',
    error: null,
  };
  const snapshot = {
    tool: { name: 'esxcheck', version: '1.0.1' },
    startedAt: at,
    finishedAt: at,
    targets: Array.from({ length: targets }, () => target),
    purpose: { everything: true, rules: [] },
    asked: [],
    facts: [],
  } as unknown as Snapshot;
  return Buffer.from([...snapshotLines(snapshot)].join(''));
}

import { createHash } from 'node:crypto';
import type { HostFacts } from '../model/facts.ts';
import { idsApart } from '../model/hardware-identity.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { hostFactsShape } from './host-shape.ts';
import { SNAPSHOT_LIMITS, snapshotInvalid } from './lines.ts';
import { end, header, type Header, memberOf, Misfit, type Shape, SNAPSHOT_SCHEMA_NAME } from './shape.ts';

/**
 * Reads the lines of a snapshot, without their ends. Throws SNAPSHOT_INVALID, with the line, for what is not whole, was
 * edited, contradicts itself or is of a later form.
 */
export async function decodeSnapshot(lines: AsyncIterable<string> | Iterable<string>): Promise<Snapshot> {
  const decoding = new Decoding();
  for await (const line of lines) decoding.take(line);
  return decoding.finish();
}

class Decoding {
  readonly #seal = createHash('sha256');
  readonly #hostFacts = hostFactsShape();
  readonly #facts: HostFacts[] = [];
  readonly #hosts = new Set<string>();
  readonly #targets = new Set<string>();
  #header: Header | null = null;
  #hasEnded = false;
  #line = 0;

  take(text: string): void {
    this.#line += 1;
    if (this.#hasEnded) throw this.#invalid('it follows the end');
    const value = this.#jsonIn(text);
    if (this.#header === null) this.#header = this.#headerFrom(value);
    else if (memberIn(value, 'end') !== undefined) return this.#end(value);
    else this.#addHost(value);
    this.#seal.update(text).update('\n');
  }

  finish(): Snapshot {
    if (this.#header === null) throw snapshotInvalid('it is empty');
    if (!this.#hasEnded) throw snapshotInvalid('it breaks off: its end is missing');
    const ids = idsApart(this.#facts.map(({ host }) => host));
    const facts = this.#facts.map((one, index) => ({ ...one, host: { ...one.host, id: ids[index] ?? one.host.id } }));
    return { ...this.#header, facts };
  }

  #headerFrom(value: unknown): Header {
    const schema = memberIn(value, 'schema');
    if (schema !== SNAPSHOT_SCHEMA_NAME) throw this.#invalid(otherForm(schema));
    const read = this.#fitting(header, value);
    for (const { url } of read.targets) this.#targets.add(url);
    return read;
  }

  #addHost(value: unknown): void {
    const facts = this.#fitting(this.#hostFacts, value);
    const { id, target } = facts.host;
    // Releases up to 1.0.1 gave hosts of several targets with one hardware UUID one id.
    const place = JSON.stringify([target, id]);
    if (this.#hosts.has(place)) throw this.#invalid('this host stands twice');
    if (!this.#targets.has(target)) throw this.#invalid('the target of this host is not in the header');
    if (this.#facts.length === SNAPSHOT_LIMITS.hosts) throw this.#invalid('there are too many hosts');
    this.#hosts.add(place);
    this.#facts.push(facts);
  }

  #end(value: unknown): void {
    const { hosts, sha256 } = this.#fitting(end, value).end;
    if (hosts !== this.#facts.length)
      throw this.#invalid(`${hosts} hosts were written, and ${this.#facts.length} are there`);
    if (sha256 !== this.#seal.digest('hex'))
      throw this.#invalid('the lines before it were changed after they were written');
    this.#hasEnded = true;
  }

  #fitting<Value>(shape: Shape<Value>, value: unknown): Value {
    try {
      return shape(value);
    } catch (error) {
      throw error instanceof Misfit ? this.#invalid(error.message) : error;
    }
  }

  #jsonIn(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw snapshotInvalid('it is not JSON', this.#line, error);
    }
  }

  #invalid(why: string): Error {
    return snapshotInvalid(why, this.#line);
  }
}

function memberIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? memberOf(value, key) : undefined;
}

function otherForm(schema: unknown): string {
  if (typeof schema !== 'string' || !/^esxcheck\.[a-z]{1,20}\/\d{1,9}$/.test(schema))
    return 'it begins no snapshot of esxcheck';
  return schema.startsWith('esxcheck.snapshot/')
    ? `it is of the form ${schema}, and this release reads ${SNAPSHOT_SCHEMA_NAME}`
    : `it holds ${schema}, which is no snapshot`;
}

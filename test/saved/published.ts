import * as fc from 'fast-check';
import { scanSchema } from '../../reports/schema/scan.ts';
import { hostileText } from '../reports/hostile.ts';

/** As much of JSON Schema as the published schemas use. */
interface Node {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly propertyNames?: Node;
  readonly additionalProperties?: Node;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly $ref?: string;
}

const NAMES = hostileText().filter((name) => name !== '__proto__');
const TIMES = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') });

/**
 * Any document that the published schema of a scan allows, sensible or not; but no key `__proto__`, the one thing that
 * a reader leaves out.
 */
export function publishedScans(): fc.Arbitrary<unknown> {
  return from(scanSchema());
}

function from(node: Node): fc.Arbitrary<unknown> {
  // The one recursive part is `z.json()`.
  if (node.$ref !== undefined)
    return fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(from));
  if (typeof node.type === 'object') return fc.oneof(...node.type.map((type) => from({ ...node, type })));
  return ofType(node);
}

function ofType(node: Node): fc.Arbitrary<unknown> {
  switch (node.type) {
    case 'object':
      return node.properties === undefined ? map(node) : record(node.properties);
    case 'array':
      return fc.array(from(node.items ?? {}), { maxLength: 2 });
    case 'string':
      return text(node);
    case 'integer':
      return fc.nat();
    case 'number':
      return fc.double({ min: 0, max: 10, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
    default:
      throw new Error(`the schema has become richer than this: ${JSON.stringify(node)}`);
  }
}

function record(properties: Readonly<Record<string, Node>>): fc.Arbitrary<unknown> {
  return fc.record(Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, from(node)])));
}

/** Maps by a closed list of names hold every one of them. */
function map({ propertyNames, additionalProperties = {} }: Node): fc.Arbitrary<unknown> {
  const names = propertyNames?.enum;
  if (names !== undefined) return record(Object.fromEntries(names.map((name) => [name, additionalProperties])));
  return fc.dictionary(NAMES, from(additionalProperties), { maxKeys: 2 });
}

function text({ format, minLength = 0, maxLength = Infinity }: Node): fc.Arbitrary<string> {
  if (format === 'date') return TIMES.map((time) => time.toISOString().slice(0, 10));
  if (format === 'date-time') return TIMES.map((time) => time.toISOString());
  return hostileText().filter(({ length }) => length >= minLength && length <= maxLength);
}

import { childNodes, type Node, textIn, typeOf } from './tree.ts';

/** What a value is, by its type where it says one and else by its looks: decides which lies can be told about it. */
export type ValueKind =
  | 'boolean'
  | 'number'
  | 'date'
  | 'address'
  | 'word'
  | 'text'
  | 'reference'
  | 'structure'
  | 'list'
  | 'nothing';

/** Members whose texts are of an enumeration, or name one of a few things: anything else in them is garbled. */
const WORDS = new Set([
  'connectionState',
  'Configured',
  'Default',
  'defaultPolicy',
  'defaultVmBehavior',
  'direction',
  'lockdownMode',
  'mode',
  'overallStatus',
  'policy',
  'portType',
  'powerState',
  'protocol',
  'Runtime',
  'state',
  'status',
  'vmotionRate',
]);

const LOOKS: readonly (readonly [RegExp, ValueKind])[] = [
  [/^(true|false)$/i, 'boolean'],
  [/^-?\d+(\.\d+)*$/, 'number'],
  [/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/, 'date'],
  [/^(\d{1,3}(\.\d{1,3}){3}|[\da-f]*:[\da-f:]*:[\da-f:]*)(\/\d+)?$/i, 'address'],
  [/^[\da-f]{8}(-[\da-f]{4,}){2,4}$/i, 'word'],
];

export function kindOf(node: Node): ValueKind {
  const type = typeOf(node);
  if (type?.startsWith('ArrayOf') === true) return 'list';
  if (childNodes(node).length > 0) return 'structure';
  if (type === 'ManagedObjectReference' || 'type' in node.attributes) return 'reference';
  const text = textIn(node);
  if (text === '') return type === null || type === 'string' ? 'text' : 'nothing';
  // Four numbers with dots are an address before they are a version.
  const looks = [...LOOKS].reverse().find(([pattern]) => pattern.test(text));
  if (looks !== undefined) return looks[1];
  return WORDS.has(node.name) || (type !== null && /^[A-Z]/.test(type)) ? 'word' : 'text';
}

/** Words of an enumeration, and the one that says the opposite. */
const OPPOSITES: Readonly<Record<string, string>> = {
  connected: 'notResponding',
  notResponding: 'connected',
  disconnected: 'connected',
  fullyAutomated: 'manual',
  green: 'red',
  inbound: 'outbound',
  lockdownDisabled: 'lockdownNormal',
  lockdownNormal: 'lockdownDisabled',
  off: 'on',
  on: 'off',
  outbound: 'inbound',
  poweredOff: 'poweredOn',
  poweredOn: 'poweredOff',
  red: 'green',
};

/** A text of the same kind that says something else. */
export function contradiction(text: string, kind: ValueKind): string {
  if (kind === 'boolean') return flipped(text);
  if (kind === 'date') return text.replace(/^\d{4}/, (year) => String(Number(year) - 10));
  if (kind === 'address') return '203.0.113.77';
  if (kind === 'number') return text.replace(/\d+$/, (digits) => String(Number(digits) + 1));
  return OPPOSITES[text] ?? `${text}-x`;
}

function flipped(text: string): string {
  const other = /^true$/i.test(text) ? 'false' : 'true';
  return text === text.toUpperCase() ? other.toUpperCase() : other;
}

import { escapeAttribute, escapeText } from './escape.ts';
import { fieldValue, type Fields, type Value } from './value.ts';
import { isAtLeast } from './versions.ts';

/** `<name xsi:type="…">…</name>`: the form of a value whose declared type is anyType. Empty when unset. */
export function renderTyped(name: string, value: Value | undefined, version: string): string {
  const shown = visible(value, version);
  if (shown === undefined) return '';
  const opening = `<${name} xsi:type="${typeName(shown)}"${shown.kind === 'reference' ? ` type="${escapeAttribute(shown.type)}"` : ''}>`;
  return `${opening}${content(shown, version)}</${name}>`;
}

/** The form of a value whose type the schema fixes; an array becomes repeated elements. Empty when unset. */
export function renderMember(name: string, value: Value | undefined, version: string): string {
  if (value?.kind === 'typed') return renderTyped(name, value.value, version);
  const shown = visible(value, version);
  if (shown === undefined) return '';
  if (shown.kind === 'array') return renderItems(name, shown.values, version);
  const opening = shown.kind === 'reference' ? `<${name} type="${escapeAttribute(shown.type)}">` : `<${name}>`;
  return `${opening}${content(shown, version)}</${name}>`;
}

type Shown = Exclude<Value, { kind: 'since' | 'typed' }>;

function typeName(value: Shown): string {
  if (value.kind === 'reference') return 'ManagedObjectReference';
  return value.kind === 'array' ? arrayTypeOf(value.item) : value.type;
}

function content(value: Shown, version: string): string {
  if (value.kind === 'scalar') return escapeText(value.text);
  if (value.kind === 'reference') return escapeText(value.id);
  return value.kind === 'data' ? renderFields(value, version) : renderItems(value.item, value.values, version);
}

function visible(value: Value | undefined, version: string): Shown | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'typed') return visible(value.value, version);
  if (value.kind !== 'since') return value;
  return isAtLeast(version, value.version) ? visible(value.value, version) : undefined;
}

function renderFields(object: Shown & { kind: 'data' }, version: string): string {
  const kept = object.cache?.get(version);
  if (kept !== undefined) return kept;
  const text = renderAll(object.fields, version);
  object.cache?.set(version, text);
  return text;
}

function renderAll(fields: Fields, version: string): string {
  let text = '';
  for (const name in fields) text += renderMember(name, fieldValue(fields[name]), version);
  return text;
}

function renderItems(name: string, values: readonly Value[], version: string): string {
  return values.map((value) => renderMember(name, value, version)).join('');
}

function arrayTypeOf(item: string): string {
  return `ArrayOf${item.charAt(0).toUpperCase()}${item.slice(1)}`;
}

/** A reference to a managed object, as the wire holds it. */
export interface Reference {
  readonly type: string;
  readonly id: string;
}

/** A value of the simulated server before it is written as XML. */
export type Value =
  | { readonly kind: 'scalar'; readonly type: string; readonly text: string }
  | { readonly kind: 'reference'; readonly type: string; readonly id: string }
  | { readonly kind: 'data'; readonly type: string; readonly fields: Fields; readonly cache?: Map<string, string> }
  /** `item` is the element's name in an `ArrayOf…`: the type's name, or `string`, `int` … in lower case. */
  | { readonly kind: 'array'; readonly item: string; readonly values: readonly Value[] }
  /** A member that older API versions do not show. */
  | { readonly kind: 'since'; readonly version: string; readonly value: Value | undefined }
  /** A member whose declared type is a base class or anyType: written with `xsi:type`. */
  | { readonly kind: 'typed'; readonly value: Value };

/** A member: unset, a value, or a way to get it that is only taken when it is asked for. */
export type Field = Value | undefined | (() => Value | undefined);
/** Members in the order of the type's declaration. */
export type Fields = Readonly<Record<string, Field>>;

export function fieldValue(field: Field): Value | undefined {
  return typeof field === 'function' ? field() : field;
}

export function string(text: string): Value {
  return { kind: 'scalar', type: 'xsd:string', text };
}

export function optionalString(text: string | null | undefined): Value | undefined {
  return text === null || text === undefined ? undefined : string(text);
}

export function boolean(value: boolean): Value {
  return { kind: 'scalar', type: 'xsd:boolean', text: String(value) };
}

export function integer(value: number, type: 'int' | 'long' | 'short' | 'byte' = 'int'): Value {
  return { kind: 'scalar', type: `xsd:${type}`, text: String(Math.trunc(value)) };
}

/** A time in milliseconds since 1970, with six fraction digits as the real server writes it. */
export function dateTime(milliseconds: number): Value {
  return { kind: 'scalar', type: 'xsd:dateTime', text: new Date(milliseconds).toISOString().replace('Z', '000Z') };
}

/** A member of an enumeration, such as `connected` of `HostSystemConnectionState`. */
export function member(type: string, text: string): Value {
  return { kind: 'scalar', type, text };
}

export function reference({ type, id }: Reference): Value {
  return { kind: 'reference', type, id };
}

export function data(type: string, fields: Fields): Value {
  return { kind: 'data', type, fields };
}

/** A data object whose XML is kept once written: for large values that many hosts share. */
export function keptData(type: string, fields: Fields): Value {
  return { kind: 'data', type, fields, cache: new Map() };
}

export function arrayOf(item: string, values: readonly Value[]): Value {
  return { kind: 'array', item, values };
}

export function strings(texts: readonly string[]): Value {
  return arrayOf('string', texts.map(string));
}

export function references(targets: readonly Reference[]): Value {
  return arrayOf('ManagedObjectReference', targets.map(reference));
}

export function since(version: string, value: Value | undefined): Value {
  return { kind: 'since', version, value };
}

export function typed(value: Value): Value {
  return { kind: 'typed', value };
}

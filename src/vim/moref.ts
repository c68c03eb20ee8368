/** A managed object reference: names an object on the server, for as long as the server knows it. */
export interface Moref {
  readonly type: string;
  readonly value: string;
}

/** One text for one object, for use as a key. */
export function morefKey(moref: Moref): string {
  return `${moref.type}:${moref.value}`;
}

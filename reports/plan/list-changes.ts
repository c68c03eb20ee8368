import type { AllowedHosts } from '../../src/model/firewall.ts';

/** One call that brings an allowed list nearer to what is wanted. */
export type ListChange =
  | { readonly kind: 'allowAll'; readonly value: boolean }
  | { readonly kind: 'add' | 'remove'; readonly entry: string };

/** The calls from one list to another, in an order that ESXi takes: a list may be edited only while not all are allowed. */
export function listChanges(after: AllowedHosts, before: AllowedHosts): readonly ListChange[] {
  const wanted = entriesOf(after);
  const there = entriesOf(before);
  const edits: ListChange[] = [
    ...wanted.filter((entry) => !there.includes(entry)).map((entry) => ({ kind: 'add', entry }) as const),
    ...there.filter((entry) => !wanted.includes(entry)).map((entry) => ({ kind: 'remove', entry }) as const),
  ];
  const closing: ListChange[] =
    before.all && (!after.all || edits.length > 0) ? [{ kind: 'allowAll', value: false }] : [];
  const opening: ListChange[] =
    after.all && (!before.all || edits.length > 0) ? [{ kind: 'allowAll', value: true }] : [];
  return [...closing, ...edits, ...opening];
}

function entriesOf({ addresses, networks }: AllowedHosts): readonly string[] {
  return [...networks, ...addresses];
}

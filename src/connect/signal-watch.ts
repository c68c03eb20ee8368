/** Something that a signal cuts short. */
export interface Interruptible {
  interruptedBy(signal: AbortSignal): void;
}

const watching = new WeakMap<AbortSignal, Set<Interruptible>>();

/** Tells `who` when the signal is given. However many watch a signal, it has one listener: each call watches the session's. */
export function watch(signal: AbortSignal, who: Interruptible): void {
  const known = watching.get(signal);
  if (known !== undefined) {
    known.add(who);
    return;
  }
  const all = new Set([who]);
  watching.set(signal, all);
  signal.addEventListener(
    'abort',
    () => {
      for (const each of all) each.interruptedBy(signal);
    },
    { once: true },
  );
}

export function unwatch(signal: AbortSignal, who: Interruptible): void {
  watching.get(signal)?.delete(who);
}

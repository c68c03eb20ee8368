import { describe, inject, test } from 'vitest';
import type { Witnesses } from './build-witnesses.ts';

/** Where nothing may be skipped: a witness that cannot run fails. */
const REQUIRED = process.env['ESXCHECK_CONFORMANCE'] === 'required';

/**
 * A suite that speaks for one independent witness.
 *
 * Where what it needs is missing, it is skipped by name with the reason, or fails when every witness is required.
 */
export function witness(name: string, needs: keyof Witnesses, suite: () => void): void {
  const missing = inject('witnesses')[needs];
  if (missing === null) {
    describe(name, suite);
    return;
  }
  if (REQUIRED) {
    test(`${name} can run`, () => {
      throw new Error(missing);
    });
    return;
  }
  process.stderr.write(`\nNOT WITNESSED: ${name} is skipped. ${missing}\n`);
  describe.skip(`${name} [skipped: ${missing.split('\n', 1)[0]}]`, suite);
}

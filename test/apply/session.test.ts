import { expect, test } from 'vitest';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_KINDS, appliedOnce, planOf, wrongEstate } from './support.ts';

test.each(['fault', 'missing', 'view'] as const)(
  'a session that ends in the middle (%s) is renewed, and every change is made once',
  async (face) => {
    for (const after of [5, 12, 20, 31]) {
      await using vcenter = await simulatedVcenter(wrongEstate(2));
      vcenter.disturb({ kind: 'expire', face, after });
      const outcomes = await appliedOnce(vcenter, planOf(vcenter, ALL_KINDS), { options: { concurrency: 1 } });
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['done']));
      // A service takes two calls.
      expect(vcenter.calls.writes).toHaveLength(2 * (ALL_KINDS.length + 1));
      expect(vcenter.logins).toBe(2);
      expect(vcenter.openSessions).toBe(0);
    }
  },
);

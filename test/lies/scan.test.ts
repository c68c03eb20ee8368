import { expect, test } from 'vitest';
import { printed } from './printed.ts';
import { lieToScans } from './scan-suite.ts';

const MINUTES = { timeout: 1_200_000 };

test('whatever is lied about on the wire, a verdict stays or becomes unknown', MINUTES, async () => {
  expect(await printed('scan', lieToScans, 120)).toEqual([]);
});

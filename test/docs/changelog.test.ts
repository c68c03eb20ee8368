import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tool } from '../../src/shipped/installation.ts';

test('the newest section of the changelog is about this version, or about the next one', () => {
  const [newest, released] = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
    ([, title]) => title,
  );
  const cut = newest === '[Unreleased]' ? released : newest;
  expect(cut).toMatch(/^\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/);
  const version = cut?.split(' ')[0] ?? '';
  // What is not released yet may bear its number already.
  if (newest === '[Unreleased]')
    expect(version.localeCompare(tool().version, 'en', { numeric: true })).toBeLessThanOrEqual(0);
  else expect(version).toBe(tool().version);
});

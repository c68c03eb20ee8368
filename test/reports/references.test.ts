import { expect, test } from 'vitest';
import { referenceOf } from '../../reports/scan/html/references.ts';

const linked = (reference: string) =>
  /^<a href="([^"]*)" rel="noreferrer">/.exec(referenceOf(reference).text)?.[1] ?? null;

test.each([
  ['VMware KB 2149043', 'https://knowledge.broadcom.com/external/article?legacyId=2149043'],
  ['Broadcom KB 317585', 'https://knowledge.broadcom.com/external/article/317585'],
  ['HPE c05392947', 'https://support.hpe.com/hpesc/public/docDisplay?docId=emr_na-c05392947'],
  ['CVE-2024-37085', 'https://www.cve.org/CVERecord?id=CVE-2024-37085'],
  ['https://wiki.example.com/hosts?page=2', 'https://wiki.example.com/hosts?page=2'],
])('%s leads to its page', (reference, url) => {
  expect(linked(reference)).toBe(url);
});

test.each([
  'STIG ESXI-80-000239',
  'see VMware KB 2149043',
  'VMware KB 2149043" onclick="x',
  'http://wiki.example.com/',
  'javascript:alert(1)',
  'https://user@evil.example/',
  'https://user:password@evil.example/',
  'https://wiki.example.com\\@evil.example/',
  'https://wiki.example.com/ x',
  'https://wiki.example.com/"><script>',
  'https://xn--\u0430.example/',
  'https://w\u0456ki.example/',
  `https://wiki.example.com/${'x'.repeat(600)}`,
])('%s is text', (reference) => {
  expect(linked(reference)).toBeNull();
  expect(referenceOf(reference).text).not.toMatch(/[<>]/);
});

// @ts-check
import { columns } from './columns.js';
import { FACT, findingsOf, rules, textAt, verdicts } from './data.js';
import { shownHosts } from './hosts-table.js';

/** What a spreadsheet would calculate, blanks before it or not. */
const FORMULA = /^\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** Names of the hosts that are shown, one a line. @returns {Promise<string>} what became of it */
export async function copyNames() {
  const names = shownHosts().map(({ name }) => name);
  try {
    await navigator.clipboard.writeText(names.join('\n'));
  } catch {
    return 'The browser does not let the page copy.';
  }
  return `${names.length} ${names.length === 1 ? 'name' : 'names'} copied`;
}

/** Saves the hosts that are shown, a row each. */
export function saveCsv() {
  const address = URL.createObjectURL(new Blob(['\ufeff', csvText()], { type: 'text/csv;charset=utf-8' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = 'esxcheck-hosts.csv';
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** With CRLF and quotes as RFC 4180 has them. */
function csvText() {
  const counted = verdicts.filter(([verdict]) => verdict !== 'pass' && verdict !== 'not-applicable');
  const head = [
    ...columns.map(({ title }) => title()),
    'vCenter',
    'Serial',
    'Could not be read',
    ...counted.map(([, word]) => `${word} checks`),
    'Rules not complied with',
  ];
  const rows = shownHosts().map((host) => {
    const findings = findingsOf(host);
    const failing = findings.filter(({ verdict }) => verdicts[verdict]?.[0] === 'fail');
    return [
      ...columns.map(({ textOf }) => textOf(host)),
      textAt(host.facts[FACT.target]),
      host.serial ?? '',
      textAt(host.trouble),
      ...counted.map(([verdict]) => String(findings.filter((kind) => verdicts[kind.verdict]?.[0] === verdict).length)),
      failing.map(({ rule }) => rules[rule]?.[0] ?? '').join('; '),
    ];
  });
  return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** @param {string} text */
function csvCell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

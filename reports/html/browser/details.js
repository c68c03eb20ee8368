// @ts-check
import {
  clusters,
  FACT,
  findingsOf,
  folders,
  labels,
  rules,
  settings,
  severities,
  states,
  textAt,
  verdicts,
} from './data.js';
import { coloured, element, link, pairList } from './elements.js';

/** Verdicts that ask for somebody's eyes; the others of a host stand behind a disclosure. */
const OPEN = new Set(['fail', 'unknown', 'warn', 'waived']);

/** All that is known of a host, as a row below its own. @param {import('./data.js').Host} host @param {number} columns */
export function detailOf(host, columns) {
  const findings = findingsOf(host).sort((one, other) => one.verdict - other.verdict || one.severity - other.severity);
  const open = findings.filter(isOpen);
  const calm = findings.filter((finding) => !isOpen(finding));
  const parts = [factsOf(host), ...open.flatMap(findingParts), ...(calm.length === 0 ? [] : [calmFindings(calm)])];
  const cell = element('td', parts);
  cell.setAttribute('colspan', String(columns));
  return element('tr', [cell], 'detail');
}

/** @param {import('./data.js').Kind} finding */
function isOpen({ verdict }) {
  return OPEN.has(verdicts[verdict]?.[0] ?? '');
}

/** @param {import('./data.js').Host} host */
function factsOf(host) {
  const fact = (/** @type {keyof typeof FACT} */ name) => textAt(host.facts[FACT[name]]);
  const kernel = settings.flatMap((setting, place) => {
    const values = kernelWords(host.kernel[place] ?? []);
    return values === '' ? [] : [/** @type {const} */ ([setting, values])];
  });
  return pairList([
    ['Could not be read', textAt(host.trouble)],
    ['vCenter', fact('target')],
    ['Cluster', clusters[host.cluster]],
    ['Folder', folders[host.folder]],
    ['Tags and attributes', host.labels.map((label) => labels[label]).join(', ')],
    ['Vendor and model', [fact('vendor'), fact('model')].filter((text) => text !== '').join(', ')],
    [
      'Release',
      [fact('release'), fact('version'), fact('build') && `build ${fact('build')}`]
        .filter((text) => text !== '')
        .join(', '),
    ],
    ['Serial', host.serial],
    ['UUID', host.uuid],
    ['Connection', fact('connection')],
    ['Maintenance mode', fact('maintenance')],
    ['Booted', fact('booted')],
    ...kernel,
    ['Address in this file', link(`#/h${host.index}`, `#/h${host.index}`)],
  ]);
}

/** @param {readonly number[]} places */
function kernelWords(places) {
  const values = places.map(textAt);
  if (values.length <= 1) return values[0] ?? '';
  const names = ['default', 'configured', 'runtime'];
  return values.map((value, index) => `${names[index]} ${value === '?' ? 'not read' : value}`).join(', ');
}

/** @param {import('./data.js').Kind} finding */
function findingParts(finding) {
  const [id, title, controls] = rules[finding.rule] ?? ['', '', ''];
  const [verdict, word] = verdicts[finding.verdict] ?? ['', ''];
  const heading = element('h3', [coloured(word, verdict), ` ${title}`]);
  const pairs = pairList([
    ['Found', textAt(finding.message)],
    ['Observed', textAt(finding.observed)],
    ['Expected', textAt(finding.expected)],
    ['What would fix it', textAt(finding.remedy)],
    ['State', finding.state < 0 ? '' : states[finding.state]],
    ...horizonPairs(finding),
    ...finding.remarks.map((place) => /** @type {const} */ (['Note', textAt(place)])),
    ['Rule', `${id} (${severities[finding.severity] ?? ''})`],
    ['Controls', controls],
  ]);
  return [heading, pairs];
}

/** @param {import('./data.js').Kind} finding @returns {(readonly [string, string])[]} */
function horizonPairs({ horizons }) {
  const [now, boot, patch] = horizons.map(textAt);
  // A check of the present alone has nothing to say here that its verdict does not say.
  if (!boot && !patch) return [];
  return [
    ['Now', now ?? ''],
    ['After reboot', boot ?? ''],
    ['After patching', patch ?? ''],
  ];
}

/** @param {readonly import('./data.js').Kind[]} calm */
function calmFindings(calm) {
  const items = calm.map(({ rule, verdict }) =>
    element('li', `${verdicts[verdict]?.[1] ?? ''}: ${rules[rule]?.[1] ?? ''}`),
  );
  const count = `${calm.length} more ${calm.length === 1 ? 'check' : 'checks'}: compliant or not applicable`;
  return element('details', [element('summary', count), element('ul', items)]);
}

// @ts-check
import {
  clusters,
  FACT,
  isAboutPatch,
  kindAt,
  settings,
  STANDING_CLASSES,
  STANDING_WORDS,
  textAt,
  verdicts,
} from './data.js';
import { coloured, element, valueOf } from './elements.js';

/**
 * @typedef {object} Column
 * @property {() => string} title
 * @property {(host: import('./data.js').Host) => string | number} keyOf by which the column sorts
 * @property {(host: import('./data.js').Host) => string} textOf
 * @property {(host: import('./data.js').Host) => Node[]} [contentOf] where it is more than the text
 * @property {string} [className]
 */

/** Which of the settings has its values shown. */
export function settingShown() {
  return Number(valueOf('setting')) || 0;
}

/** The first is the host itself. @type {readonly Column[]} */
export const columns = [
  { title: () => 'Host', keyOf: ({ name }) => name.toLowerCase(), textOf: ({ name }) => name },
  {
    title: () => 'Verdict',
    keyOf: ({ weight }) => -weight,
    textOf: (host) => verdicts[host.verdict]?.[1] ?? '',
    contentOf: (host) => [verdictOf(host)],
  },
  standingColumn('Now', 0),
  standingColumn('After reboot', 1),
  ...(isAboutPatch ? [standingColumn('After patching', 2)] : []),
  textColumn('Cluster', (host) => clusters[host.cluster] ?? ''),
  textColumn('Model', (host) => textAt(host.facts[FACT.model])),
  textColumn('Release and build', (host) =>
    [textAt(host.facts[FACT.release]) || textAt(host.facts[FACT.version]), textAt(host.facts[FACT.build])]
      .filter((text) => text !== '')
      .join(', '),
  ),
  ...(settings.length > 0 ? [0, 1, 2].map(valueColumn) : []),
];

/** @param {import('./data.js').Host} host */
export function verdictOf(host) {
  const [verdict, word] = verdicts[host.verdict] ?? ['', ''];
  return coloured(word, verdict);
}

/** @param {string} title @param {(host: import('./data.js').Host) => string} textOf @returns {Column} */
function textColumn(title, textOf) {
  return { title: () => title, keyOf: (host) => textOf(host).toLowerCase(), textOf };
}

/** @param {string} title @param {number} place @returns {Column} */
function standingColumn(title, place) {
  const standingOf = (/** @type {import('./data.js').Host} */ { standings }) => standings[place] ?? -1;
  return {
    title: () => title,
    keyOf: (host) => (standingOf(host) < 0 ? STANDING_WORDS.length : standingOf(host)),
    textOf: (host) => STANDING_WORDS[standingOf(host)] ?? 'Not judged',
    contentOf: (host) => {
      const standing = standingOf(host);
      return [
        standing < 0
          ? element('span', 'Not judged')
          : coloured(STANDING_WORDS[standing] ?? '', STANDING_CLASSES[standing] ?? ''),
      ];
    },
  };
}

/** A value that makes a verdict is marked, by more than a colour. @param {number} place 0 default, 1 configured, 2 runtime @returns {Column} */
function valueColumn(place) {
  const title = ['default', 'configured', 'runtime'][place] ?? '';
  const textOf = (/** @type {import('./data.js').Host} */ host) => valueAt(host, place);
  return {
    title: () => `${settings[settingShown()] ?? ''} ${title}`,
    keyOf: textOf,
    textOf,
    contentOf: (host) => {
      const isMarked = decides(host, 2 - place);
      const value = element(
        'span',
        isMarked ? `${valueAt(host, place)} !` : valueAt(host, place),
        isMarked ? 'value marked' : 'value',
      );
      if (isMarked) value.title = 'This value makes the verdict';
      return [value];
    },
  };
}

/** @param {import('./data.js').Host} host @param {number} place */
function valueAt({ kernel }, place) {
  const values = kernel[settingShown()] ?? [];
  return values.length === 1 ? '–' : textAt(values[place]);
}

/** @param {import('./data.js').Host} host @param {number} horizon 0 now, 1 after a reboot, 2 after the patch */
function decides(host, horizon) {
  const setting = settings[settingShown()] ?? '';
  return host.kinds.some((place) => {
    const kind = kindAt(place);
    if (kind === undefined || !textAt(kind.observed).startsWith('default ')) return false;
    if (!textAt(kind.message).includes(setting) || verdicts[kind.verdict]?.[0] === 'waived') return false;
    const outlook = textAt(kind.horizons[horizon]);
    return outlook === 'Non-compliant' || outlook === 'May change';
  });
}

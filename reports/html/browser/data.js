// @ts-check
// What the report found, as the page carries it. All texts are harmless; they are put in as text only.

/**
 * Facts, a place in `texts` each: target, model, vendor, release, version, build, connection, boot time, maintenance.
 * @typedef {[name: string, serial: string | null, uuid: string | null, facts: readonly number[], trouble: number,
 *   cluster: number, standings: readonly number[], kernel: readonly (readonly number[])[], kinds: readonly number[],
 *   folder: number, labels: readonly number[]]} HostRecord
 */
/**
 * @typedef {[rule: number, verdict: number, severity: number, state: number, horizons: readonly number[], message: number,
 *   observed: number, expected: number, reason: number, remedy: number, cause: number, action: number,
 *   remarks: readonly number[]]} KindRecord
 */
/**
 * A finding; hosts that say the same share it. Members that end in Text are places in `texts`.
 * @typedef {object} Kind
 * @property {number} rule
 * @property {number} verdict place in `verdicts`
 * @property {number} severity
 * @property {number} state
 * @property {readonly number[]} horizons
 * @property {number} message
 * @property {number} observed
 * @property {number} expected
 * @property {number} reason
 * @property {number} remedy
 * @property {number} cause
 * @property {number} action
 * @property {readonly number[]} remarks
 */
/**
 * @typedef {object} Host
 * @property {number} index in the scan
 * @property {string} name
 * @property {string | null} serial
 * @property {string | null} uuid
 * @property {readonly number[]} facts
 * @property {number} trouble
 * @property {number} cluster
 * @property {readonly number[]} standings now, after a reboot, after the patch; -1: not judged
 * @property {readonly (readonly number[])[]} kernel
 * @property {readonly number[]} kinds
 * @property {number} folder
 * @property {readonly number[]} labels tags and custom attributes
 * @property {string} haystack lower case
 * @property {number} verdict the worst, as a place in `verdicts`
 * @property {number} weight the larger, the worse
 */

/** How hosts stand at one point in time, worst first; the classes of their colours. */
export const STANDING_WORDS = ['Non-compliant', 'Unknown', 'Warning', 'Compliant'];
export const STANDING_CLASSES = ['fail', 'unknown', 'warn', 'pass'];

/** Places in `facts`. */
export const FACT = {
  target: 0,
  model: 1,
  vendor: 2,
  release: 3,
  version: 4,
  build: 5,
  connection: 6,
  booted: 7,
  maintenance: 8,
};

/** A number for each verdict, of which the largest is the worst; warnings come before waivers, as a person would look. */
const WEIGHTS = /** @type {Record<string, number>} */ ({ fail: 5, unknown: 4, warn: 3, waived: 2, pass: 1 });

const [head, ...records] = JSON.parse(document.getElementById('report-data')?.textContent ?? '[]');

/** @type {readonly string[]} */
const texts = head.texts;
/** @type {readonly string[]} */
export const settings = head.settings;
/** @type {readonly [verdict: string, word: string][]} */
export const verdicts = head.verdicts;
/** @type {readonly string[]} */
export const states = head.states;
/** @type {readonly string[]} */
export const severities = head.severities;
/** Id, title, and the ids of the controls that it answers. @type {readonly [string, string, string][]} */
export const rules = head.rules.map((/** @type {number[]} */ places) => places.map(textAt));
/** @type {readonly string[]} */
export const clusters = head.clusters.map((/** @type {number} */ place) => (place < 0 ? 'no cluster' : textAt(place)));
/** @type {readonly string[]} */
export const folders = head.folders.map(textAt);
/** @type {readonly string[]} */
export const labels = head.labels.map(textAt);
/** @type {boolean} */
export const isAboutPatch = head.patch;
/** @type {readonly Kind[]} */
const kinds = head.kinds.map(kindOf);
/** @type {readonly Host[]} */
export const hosts = records.map(hostOf);

/** @param {number | undefined} place @returns {string} '' for what was not told */
export function textAt(place) {
  return place === undefined || place < 0 ? '' : (texts[place] ?? '');
}

/** @param {Host} host @returns {Kind[]} */
export function findingsOf(host) {
  return host.kinds.flatMap((place) => kinds[place] ?? []);
}

/** @param {number} place */
export function kindAt(place) {
  return kinds[place];
}

/** @param {KindRecord} record @returns {Kind} */
function kindOf(record) {
  const [rule, verdict, severity, state, horizons, message, observed, expected, reason, remedy, ...rest] = record;
  const [cause, action, remarks] = rest;
  return {
    rule,
    verdict,
    severity,
    state,
    horizons,
    message,
    observed,
    expected,
    reason,
    remedy,
    cause,
    action,
    remarks,
  };
}

/** @param {HostRecord} record @param {number} index @returns {Host} */
function hostOf(
  [name, serial, uuid, facts, trouble, cluster, standings, kernel, kindPlaces, folder, labelPlaces],
  index,
) {
  const place = [clusters[cluster], folders[folder], ...labelPlaces.map((label) => labels[label])];
  const words = [name, serial, uuid, ...place, ...facts.map(textAt), textAt(trouble)];
  const { verdict, weight } = worstOf(kindPlaces);
  const haystack = words.join('\n').toLowerCase();
  return {
    index,
    name: name ?? '?',
    serial,
    uuid,
    facts,
    trouble,
    cluster,
    standings,
    kernel,
    kinds: kindPlaces,
    folder,
    labels: labelPlaces,
    haystack,
    verdict,
    weight,
  };
}

/** By the worst verdict, then by how many findings have it, severe ones far above others. @param {readonly number[]} places */
function worstOf(places) {
  let verdict = verdicts.length - 1;
  let worst = 0;
  let sum = 0;
  for (const place of places) {
    const kind = kinds[place];
    const weight = kind === undefined ? 0 : (WEIGHTS[verdicts[kind.verdict]?.[0] ?? ''] ?? 0);
    if (kind === undefined || weight < worst || weight === 0) continue;
    if (weight > worst) sum = 0;
    worst = weight;
    verdict = kind.verdict;
    sum += 10 ** (2 * Math.max(0, 3 - kind.severity));
  }
  return { verdict, weight: worst * 1e12 + Math.min(sum, 1e12 - 1) };
}

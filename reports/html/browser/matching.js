// @ts-check
import { clusters, folders, hosts, kindAt, labels, rules, states, textAt, verdicts } from './data.js';

/** @param {import('./address.js').Shown} shown @returns {import('./data.js').Host[]} in the order of the scan */
export function matching(shown) {
  const query = shown.query.trim().toLowerCase();
  const named = rulesNamed(query);
  const asksFinding = [shown.rule, shown.verdict, shown.state, shown.action, shown.cause].some(
    (asked) => asked !== null,
  );
  return hosts.filter((host) => {
    if (shown.host !== null && host.index !== shown.host) return false;
    if (shown.cluster !== null && host.cluster !== shown.cluster) return false;
    if (shown.folder !== null && host.folder !== shown.folder) return false;
    if (shown.label !== null && !host.labels.includes(shown.label)) return false;
    if (query !== '' && !host.haystack.includes(query) && !hasOpen(host, named)) return false;
    return !asksFinding || host.kinds.some((place) => fits(kindAt(place), shown));
  });
}

/** Rules and controls whose ids hold the query, where it is as long as one. @param {string} query @returns {ReadonlySet<number>} */
function rulesNamed(query) {
  const found =
    query.length < 6 ? [] : rules.map(([id, , controls]) => `${id} ${controls}`.toLowerCase().includes(query));
  return new Set(found.flatMap((holds, place) => (holds ? [place] : [])));
}

/** Whether somebody has to look at one of the rules on the host. @param {import('./data.js').Host} host @param {ReadonlySet<number>} named */
function hasOpen(host, named) {
  if (named.size === 0) return false;
  return host.kinds.some((place) => {
    const kind = kindAt(place);
    const word = kind === undefined ? '' : verdicts[kind.verdict]?.[0];
    return kind !== undefined && named.has(kind.rule) && word !== 'pass' && word !== 'not-applicable';
  });
}

/** All that is asked of a finding is asked of one, not of two. @param {import('./data.js').Kind | undefined} kind @param {import('./address.js').Shown} shown */
function fits(kind, { rule, verdict, state, action, cause }) {
  if (kind === undefined) return false;
  // A rule alone asks where it applies.
  if (rule !== null && (kind.rule !== rule || (verdict === null && verdicts[kind.verdict]?.[0] === 'not-applicable')))
    return false;
  return (
    (verdict === null || kind.verdict === verdict) &&
    (state === null || kind.state === state) &&
    (action === null || kind.action === action) &&
    (cause === null || kind.cause === cause)
  );
}

/** What holds, in words, with the key that it is taken away by. @param {import('./address.js').Shown} shown */
export function filterWords(shown) {
  const words = /** @type {const} */ ([
    ['host', shown.host === null ? null : `Host: ${hosts[shown.host]?.name ?? 'none'}`],
    ['cluster', shown.cluster === null ? null : `Cluster: ${clusters[shown.cluster] ?? 'none'}`],
    ['folder', shown.folder === null ? null : `Folder: ${folders[shown.folder] ?? 'none'}`],
    ['label', shown.label === null ? null : (labels[shown.label] ?? 'no such label')],
    ['rule', shown.rule === null ? null : `Rule: ${rules[shown.rule]?.[0] ?? 'none'}`],
    ['verdict', shown.verdict === null ? null : `Verdict: ${verdicts[shown.verdict]?.[1] ?? 'none'}`],
    ['state', shown.state === null ? null : `State: ${states[shown.state] ?? 'none'}`],
    ['action', shown.action === null ? null : `Action: ${textAt(shown.action) || 'none'}`],
    ['cause', shown.cause === null ? null : `Reason: ${textAt(shown.cause) || 'none'}`],
  ]);
  return words.flatMap(([key, text]) => (text === null ? [] : [{ key, text }]));
}

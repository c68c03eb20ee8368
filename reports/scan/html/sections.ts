import { markup, shown, tableOf } from '../../html/document.ts';
import { placeText } from '../../waivers/listing.ts';
import { notesOf } from '../table/notes.ts';
import { actionsSection } from './actions.ts';
import { changesSection } from './changes.ts';
import { exposureSection } from './exposure.ts';
import { frameworksSection } from './frameworks.ts';
import { heatMapSection } from './heat-map.ts';
import { hostsSection } from './hosts.ts';
import type { PageSection } from './page.ts';
import { rulesSection } from './rules.ts';
import { trendChart } from './trend-chart.ts';

const trendSection: PageSection = { id: 'trend', title: 'Over time', content: ({ scan }) => trendChart(scan) };

/** The waivers of the config, with what they match. */
const waiversSection: PageSection = {
  id: 'waivers',
  title: 'Waivers',
  content: ({ scan: { waivers = [] } }) => {
    if (waivers.length === 0) return null;
    const head = ['Rule', 'Hosts', 'Cluster', 'Accepted until', 'State', 'Findings', 'Owner', 'Reason'];
    const rows = waivers.map(({ rule, host, expires, state, matched, owner, ticket, reason, ...place }) => [
      rule,
      host ?? '*',
      placeText(place),
      expires,
      state,
      matched,
      owner,
      ticket === null ? reason : `${reason} (${ticket})`,
    ]);
    return tableOf('Waivers of the config', head, rows);
  },
};

/** Remarks that change no verdict. */
const notesSection: PageSection = {
  id: 'notes',
  title: 'Notes',
  content: ({ scan }) => {
    const notes = notesOf(scan);
    if (notes.length === 0) return null;
    const items = notes.map((spans) => markup`<li>${spans.map(({ text }) => markup`${shown(text)} `)}</li>`);
    return markup`<ul>${items}</ul>`;
  },
};

/** The page from top to bottom, below its header. One more is a file and a line here; those of SHORT_EDITION go on paper. */
export const SECTIONS: readonly PageSection[] = [
  actionsSection,
  exposureSection,
  rulesSection,
  frameworksSection,
  heatMapSection,
  trendSection,
  changesSection,
  hostsSection,
  waiversSection,
  notesSection,
];

/** What is printed unless hosts are asked for: at most four pages for any estate. */
export const SHORT_EDITION: ReadonlySet<PageSection> = new Set([
  actionsSection,
  exposureSection,
  rulesSection,
  heatMapSection,
]);

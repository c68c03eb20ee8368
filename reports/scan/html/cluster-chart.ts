import { scaleLinear } from 'd3-scale';
import type { Scan } from '../../../src/model/scan.ts';
import { type Html, markup } from '../../html/document.ts';
import { chop } from '../../text/width.ts';
import { findingsByHost } from '../order.ts';
import { type Standing, standingOf, STANDINGS } from '../summary/standings.ts';

/** More bars than this tell nothing at a glance; those that need somebody come first. */
const MOST_CLUSTERS = 20;
const [WIDTH, LABEL, ROW, BAR] = [640, 180, 26, 14];

interface ClusterBar {
  readonly name: string;
  readonly counts: Readonly<Record<Standing, number>>;
  readonly judged: number;
}

/** How the hosts of each cluster stand now, the worst clusters first. */
export function clusterChart(scan: Scan): Html {
  const bars = barsOf(scan);
  if (bars.length === 0) return markup``;
  const drawn = bars.slice(0, MOST_CLUSTERS);
  const x = scaleLinear()
    .domain([0, Math.max(...drawn.map(({ judged }) => judged))])
    .range([0, WIDTH - LABEL - 60]);
  const height = drawn.length * ROW;
  const rows = drawn.map((bar, index) => rowOf(bar, index, x));
  const more = bars.length - drawn.length;
  return markup`<figure>
    <figcaption>Hosts by cluster, as they stand now</figcaption>
    <svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${spoken(drawn)}">${rows}</svg>
    <ul class="legend">
      ${STANDINGS.map((standing) => markup`<li><span class="dot ${standing}"></span>${standing}</li>`)}
    </ul>
    ${more > 0 ? markup`<p class="small">${more} more clusters are not drawn.</p>` : null}
  </figure> `;
}

function rowOf({ name, counts, judged }: ClusterBar, index: number, x: (value: number) => number): Html {
  let done = 0;
  const y = index * ROW + (ROW - BAR) / 2;
  const parts = STANDINGS.filter((standing) => counts[standing] > 0).map((standing) => {
    const from = x(done);
    done += counts[standing];
    const width = (x(done) - from).toFixed(1);
    return markup`<rect class="${standing}" x="${(LABEL + from).toFixed(1)}" y="${y}" width="${width}" height="${BAR}"
      ><title>${name}: ${counts[standing]} ${standing}</title></rect
    >`;
  });
  const said = STANDINGS.filter((standing) => counts[standing] > 0).map((standing) => String(counts[standing]));
  return markup`<text class="label" x="${LABEL - 10}" y="${y + BAR - 3}" text-anchor="end">${shortened(name)}</text
    >${parts}<text class="value" x="${(LABEL + x(judged) + 8).toFixed(1)}" y="${y + BAR - 3}"
      >${said.join(' / ')}</text
    > `;
}

const LONGEST_NAME = 24;

function shortened(name: string): string {
  const [start = '', ...rest] = chop(name, LONGEST_NAME);
  return rest.length > 0 ? `${start}…` : name;
}

function barsOf({ hosts, findings }: Scan): readonly ClusterBar[] {
  const byHost = findingsByHost({ hosts, findings });
  const clusters = new Map<string, Record<Standing, number>>();
  for (const { id, cluster } of hosts) {
    const standing = standingOf(byHost.get(id) ?? [], 'now');
    if (standing === null) continue;
    const name = cluster ?? 'no cluster';
    const counts = clusters.get(name) ?? { 'non-compliant': 0, unknown: 0, warning: 0, compliant: 0 };
    clusters.set(name, counts);
    counts[standing] += 1;
  }
  const bars = [...clusters].map(([name, counts]) => ({ name, counts, judged: sumOf(counts) }));
  return bars.toSorted((one, other) => weightOf(other) - weightOf(one));
}

/** Non-compliance outweighs unknown, and both a warning. */
function weightOf({ counts: { 'non-compliant': wrong, unknown, warning } }: ClusterBar): number {
  return wrong * 1e8 + unknown * 1e4 + warning;
}

function sumOf(counts: Readonly<Record<Standing, number>>): number {
  return STANDINGS.reduce((sum, standing) => sum + counts[standing], 0);
}

/** What the picture shows, for those who cannot see it. */
function spoken(bars: readonly ClusterBar[]): string {
  return bars
    .map(({ name, counts }) => `${name}: ${STANDINGS.map((standing) => `${counts[standing]} ${standing}`).join(', ')}`)
    .join('. ');
}

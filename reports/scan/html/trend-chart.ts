import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import type { TrendPoint } from '../../../src/model/history.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { type Html, markup } from '../../html/document.ts';
import { complianceOf, wholePoints } from '../../trend.ts';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [640, 220, 44, 26, 12, 16];

const MOST_TICKS = 5;

/** The share of findings that pass or are waived, complete scan by complete scan; null where the history holds fewer than two. */
export function trendChart({ trends = [] }: Scan): Html | null {
  const whole = trends.find(({ rule, cluster }) => rule === null && cluster === null);
  const points = whole === undefined ? [] : wholePoints(whole).filter((point) => complianceOf(point) !== null);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const x = scaleUtc()
    .domain([new Date(first.at), new Date(last.at)])
    .range([LEFT, WIDTH - RIGHT]);
  const y = scaleLinear()
    .domain([0, 1])
    .range([HEIGHT - BOTTOM, TOP]);
  const path = line<TrendPoint>()
    .x(({ at }) => x(new Date(at)))
    .y((point) => y(complianceOf(point) ?? 0))
    .digits(1)(points);
  const rules = [0, 0.5, 1].map(
    (share) =>
      markup`<line class="rule" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share)}" y2="${y(share)}" /><text
          class="value"
          x="${LEFT - 8}"
          y="${y(share) + 4}"
          text-anchor="end"
          >${share * 100} %</text
        >`,
  );
  const ticks = sparse(x.ticks(MOST_TICKS)).map(
    (day) =>
      markup`<text class="value" x="${x(day).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle"
          >${day.toISOString().slice(0, 10)}</text
        >`,
  );
  return markup`<figure>
    <figcaption>Findings that pass or are waived, over time</figcaption>
    <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${spoken(first, last, points.length)}">
      ${rules}${ticks}
      <path class="line" d="${path}" />
    </svg>
  </figure> `;
}

/** A scale gives more ticks than were asked for where that makes rounder days; dates would run into each other. */
function sparse(days: readonly Date[]): readonly Date[] {
  const step = Math.ceil(days.length / MOST_TICKS);
  return days.filter((_, index) => index % step === 0);
}

function spoken(first: TrendPoint, last: TrendPoint, scans: number): string {
  return `${scans} scans: ${shareText(first)}, ${shareText(last)}`;
}

function shareText(point: TrendPoint): string {
  return `${Math.round((complianceOf(point) ?? 0) * 100)} % on ${point.at.slice(0, 10)}`;
}

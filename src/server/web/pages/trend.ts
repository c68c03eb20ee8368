import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { type Html, markup } from '../../../../reports/html/document.ts';
import type { TrendDay } from '../../queries/estate.ts';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [640, 220, 54, 26, 12, 40];
const MOST_TICKS = 5;

/** Hosts that failed and hosts that were not read, day by day; null for fewer than two days. Pure. */
export function trendChart(days: readonly TrendDay[]): Html | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const x = scaleUtc()
    .domain([dateOf(first), dateOf(last)])
    .range([LEFT, WIDTH - RIGHT]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...days.map(({ failing, unread }) => Math.max(failing, unread)))])
    .nice(MOST_TICKS)
    .range([HEIGHT - BOTTOM, TOP]);
  const path = (member: 'failing' | 'unread'): string =>
    line<TrendDay>()
      .x((day) => x(dateOf(day)))
      .y((day) => y(day[member]))
      .digits(1)(days) ?? '';
  const rules = y
    .ticks(MOST_TICKS)
    .filter((tick) => Number.isInteger(tick))
    .map(
      (tick) =>
        markup`<line class="rule" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}" /><text
            x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${tick.toLocaleString('en-GB')}</text>`,
    );
  const dates = sparse(x.ticks(MOST_TICKS)).map(
    (day) =>
      markup`<text x="${x(day).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${day.toISOString().slice(0, 10)}</text>`,
  );
  return markup`<figure>
    <figcaption>
      <span class="fail">Solid: hosts that fail.</span> <span class="stale">Dashed: hosts not read that day.</span>
    </figcaption>
    <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${spoken(first)}; ${spoken(last)}">
      ${rules}${dates}
      <path class="unread" d="${path('unread')}" />
      <path class="failing" d="${path('failing')}" />
    </svg>
  </figure>`;
}

function dateOf({ day }: TrendDay): Date {
  return new Date(`${day}T00:00:00Z`);
}

function spoken({ day, failing, hosts, unread }: TrendDay): string {
  return `${day}: ${failing} of ${hosts} hosts failed, ${unread} were not read`;
}

/** A scale gives more ticks than were asked for where that makes rounder days; dates would run into each other. */
function sparse(days: readonly Date[]): readonly Date[] {
  const step = Math.ceil(days.length / MOST_TICKS);
  return days.filter((_, index) => index % step === 0);
}

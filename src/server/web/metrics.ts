import type { FastifyInstance } from 'fastify';
import { changeCounts } from '../queries/changes.ts';
import { estateNow, type TargetState } from '../queries/estate.ts';
import { unjudgedShipments } from '../queries/jobs.ts';
import { viewOf, type WebContext } from './context.ts';
import { readerIn } from './login/authenticate.ts';
import { yesterday } from './requests.ts';

/** Prometheus' own, in UTF-8. */
const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** Counts of what the reader of metrics may count, by vCenter. */
export function addMetrics(web: FastifyInstance, context: WebContext): void {
  web.get('/metrics', { config: { needs: 'metrics' } }, async (request, reply) => {
    const { metrics } = readerIn(request);
    const view = { ...viewOf(context, readerIn(request)), sites: metrics };
    const [states, changed, shipments] = await Promise.all([
      estateNow(context.pool, view),
      changeCounts(context.pool, view, { since: yesterday(view.now), target: null }),
      unjudgedShipments(context.pool, view),
    ]);
    const dead = shipments.filter(({ judging }) => judging === 'dead').length;
    return reply
      .type(TYPE)
      .send(
        metricsText([
          ...stateMetrics(states),
          single('newly_failing_findings', 'Findings that fail and did not a day ago.', changed.newlyFailing),
          single('dead_shipments', 'Shipments that could not be judged.', dead),
        ]),
      );
  });
}

function single(name: string, help: string, value: number): Metric {
  return { name, help, samples: [{ labels: {}, value }] };
}

function where({ site, name }: TargetState): Readonly<Record<string, string>> {
  return { site, vcenter: name };
}

/** Hosts of a stale vCenter have the verdict `stale` and no other. */
function stateMetrics(states: readonly TargetState[]): readonly Metric[] {
  return [
    {
      name: 'hosts',
      help: 'Hosts by their worst verdict; all hosts of a stale vCenter are stale.',
      samples: states.flatMap((state) =>
        Object.entries(verdictsOf(state)).map(([verdict, value]) => ({ labels: { ...where(state), verdict }, value })),
      ),
    },
    {
      name: 'vcenter_stale',
      help: '1: never read, read too long ago, or failed since.',
      samples: states.map((state) => ({ labels: where(state), value: state.isStale ? 1 : 0 })),
    },
    {
      name: 'vcenter_read_timestamp_seconds',
      help: 'When its newest facts were read.',
      samples: states.flatMap((state) =>
        state.readAt === null ? [] : [{ labels: where(state), value: state.readAt.getTime() / 1000 }],
      ),
    },
  ];
}

function verdictsOf({
  isStale,
  hosts,
  failing,
  unknowing,
  warned,
  passing,
}: TargetState): Readonly<Record<string, number>> {
  if (isStale) return { fail: 0, unknown: 0, warn: 0, pass: 0, stale: hosts ?? 0 };
  return { fail: failing ?? 0, unknown: unknowing ?? 0, warn: warned ?? 0, pass: passing ?? 0, stale: 0 };
}

/** The text format of Prometheus. Pure. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, help, samples }) => {
      const full = `esxcheck_server_${name}`;
      const lines = samples.map(({ labels, value }) => `${full}${labelsText(labels)} ${value}\n`);
      return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join('')}`;
    })
    .join('');
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

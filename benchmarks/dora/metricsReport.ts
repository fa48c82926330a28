import { formatMachine } from '../lib/machine';
import { table } from '../lib/table';
import type { QueryResult, Results } from './metricsResults';

const rounded = (value: number) => Math.round(value * 10) / 10;

export function report(results: Results): string {
  const { machine, load, options, queries, ingestion } = results;
  const { services, teams, deployments, commits, incidents } = options.sizes;
  const n = (value: number) => value.toLocaleString('en-US');
  return [
    `${formatMachine(machine)}; busy ${Math.round(
      load.busyPercent,
    )} %, ${rounded(load.waiting)} processes waiting on average.`,
    `${n(deployments)} deployments, ${n(commits)} commits, ${n(
      incidents,
    )} incidents, ${n(services)} services, ${n(teams)} teams, over a year.`,
    `All metrics were calculated in ${rounded(
      results.recomputeSeconds,
    )} s (${rounded(
      services / results.recomputeSeconds,
    )} services per second), and daily rollups written in another ${rounded(
      results.rollupSeconds,
    )} s.`,
    '',
    ...(['one team, 90 days', 'all teams, a year'] as const).flatMap(of => [
      `Requests of the page: ${of}, in milliseconds`,
      '',
      formatQueries(queries.filter(one => one.of === of)),
      '',
    ]),
    ...(ingestion.length > 0
      ? [
          'Ingestion over HTTP, with one replica that also calculates the metrics',
          '',
          table(
            [
              'events per request',
              'concurrent requests',
              'events',
              'events per second',
              'up to date after (s)',
            ],
            ingestion.map(one => [
              one.batch,
              one.concurrency,
              one.events,
              Math.round(one.eventsPerSecond),
              rounded(one.upToDateAfterSeconds),
            ]),
          ),
        ]
      : []),
  ].join('\n');
}

function formatQueries(queries: readonly QueryResult[]): string {
  return table(
    ['request', 'by', 'n', 'p50', 'p95', 'max', 'limit', ''],
    queries.map(({ request, by, took, atMost }) => [
      request,
      by,
      took.n,
      rounded(took.p50),
      rounded(took.p95),
      rounded(took.max),
      atMost === undefined ? '' : String(atMost),
      rate(took.p95, atMost),
    ]),
  );
}

function rate(p95: number, atMost: number | undefined): string {
  if (atMost === undefined) return '';
  return p95 <= atMost ? 'ok' : 'too slow';
}

import { machineInWords } from '../lib/machine';
import { table } from '../lib/table';
import type { Answered, Results } from './results';

const rounded = (value: number) => Math.round(value * 10) / 10;

export function report(results: Results): string {
  const { machine, load, options, answered, ingestion } = results;
  const { services, teams, deployments, commits, incidents } = options.sizes;
  const n = (value: number) => value.toLocaleString('en-US');
  return [
    `${machineInWords(machine)}; busy ${Math.round(
      load.busyPercent,
    )} %, ${rounded(load.waiting)} processes waiting on average.`,
    `${n(deployments)} deployments, ${n(commits)} commits, ${n(
      incidents,
    )} incidents, ${n(services)} services, ${n(teams)} teams, over a year.`,
    `Worked in from nothing in ${rounded(results.workedInSeconds)} s (${rounded(
      services / results.workedInSeconds,
    )} services a second), days packed in ${rounded(
      results.packedSeconds,
    )} s more.`,
    '',
    ...(['one team, 90 days', 'everybody, a year'] as const).flatMap(of => [
      `What the page asks: ${of}, milliseconds`,
      '',
      questions(answered.filter(one => one.of === of)),
      '',
    ]),
    ...(ingestion.length > 0
      ? [
          'Ingestion over HTTP, one replica, which works the events in meanwhile',
          '',
          table(
            [
              'events of a request',
              'requests at once',
              'events',
              'a second',
              'worked in after (s)',
            ],
            ingestion.map(one => [
              one.batch,
              one.atOnce,
              one.events,
              Math.round(one.eventsPerSecond),
              rounded(one.workedInAfterSeconds),
            ]),
          ),
        ]
      : []),
  ].join('\n');
}

function questions(answered: readonly Answered[]): string {
  return table(
    ['question', 'by', 'n', 'p50', 'p95', 'max', 'at most', ''],
    answered.map(({ question, by, took, atMost }) => [
      question,
      by,
      took.n,
      rounded(took.p50),
      rounded(took.p95),
      rounded(took.max),
      atMost === undefined ? '' : String(atMost),
      verdict(took.p95, atMost),
    ]),
  );
}

function verdict(p95: number, atMost: number | undefined): string {
  if (atMost === undefined) return '';
  return p95 <= atMost ? 'holds' : 'too slow';
}

import type { Knex } from 'knex';
import { quantiles } from '../lib/quantiles';
import { measureCsv, measureGet } from './apiClient';
import { DAY_MS, teamRef, YEAR_MS } from './fill';
import type { BenchmarkOptions } from './metricsOptions';
import { measureFourKeys } from './plainSql';
import type { QueryResult } from './metricsResults';

const METRICS = [
  'deployment-frequency',
  'change-lead-time',
  'change-fail-rate',
  'recovery-time',
  'rework-rate',
];
/** Requests of each kind without rollups, which take seconds. */
const ROUNDS_WITHOUT = 5;
const TEAM_LIMIT_MS = 300;
const ALL_LIMIT_MS = 2_000;

interface PageRequest {
  name: string;
  path: string;
  isCsv?: boolean;
}

/** Requests of the page: metrics, their rows, points of charts, and data quality. */
const REQUESTS: PageRequest[] = [
  { name: 'metrics and trends', path: '/metrics?' },
  ...['day', 'week', 'month'].map(interval => ({
    name: `metrics, by ${interval} in Stockholm`,
    path: `/metrics?interval=${interval}&timeZone=Europe/Stockholm&`,
  })),
  {
    name: 'metrics, by day in Kathmandu',
    path: '/metrics?interval=day&timeZone=Asia/Kathmandu&',
  },
  ...METRICS.map(metric => ({
    name: `rows of ${metric}`,
    path: `/metrics/${metric}/rows?`,
  })),
  {
    name: 'commits in a chart',
    path: '/metrics/change-lead-time/rows?counted=true&limit=500&',
  },
  {
    name: 'failures over time',
    path: '/metrics/change-fail-rate/rows?counted=true&limit=500&',
  },
  {
    name: 'CSV of commits, first page',
    path: '/metrics/change-lead-time/rows?',
    isCsv: true,
  },
  { name: 'data quality', path: '/quality?' },
];
const SELECTION: PageRequest = { name: 'filter values', path: '/selection' };

/**
 * Sends all requests of the page, alternating with the plain SQL statements, for another team each time.
 *
 * @param urls.withoutRollups - a replica that is sent the same requests for a year of all teams
 */
export async function measurePage(
  { url, withoutRollups }: { url: string; withoutRollups?: string },
  knex: Knex,
  { sizes, rounds }: BenchmarkOptions,
  until: number,
): Promise<QueryResult[]> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const to = day(until - 1);
  const team = (round: number) => teamRef((round * 37) % sizes.teams);
  const buildTeamQuery = (round: number) =>
    `owner=${team(round)}&from=${day(until - 90 * DAY_MS)}&to=${to}`;
  const overallQuery = `from=${day(until - 364 * DAY_MS)}&to=${to}`;
  const times = new Map<string, number[]>();
  const note = (key: string, took: number) =>
    times.set(key, [...(times.get(key) ?? []), took]);

  const measureOne = async (
    { path, isCsv }: PageRequest,
    selected: string,
    at = url,
  ) =>
    isCsv ? measureCsv(at, path + selected) : measureGet(at, path + selected);

  // The first request of each kind warms the caches and is not measured.
  for (let round = -1; round < rounds; round++) {
    const isMeasured = round >= 0;
    const selected = buildTeamQuery(Math.max(round, 0));
    for (const pageRequest of REQUESTS) {
      const took = await measureOne(pageRequest, selected);
      if (isMeasured) note(`team ${pageRequest.name}`, took);
    }
    const plain = await measureFourKeys(knex, {
      owner: team(Math.max(round, 0)),
      from: until - 90 * DAY_MS,
      until,
    });
    if (isMeasured) note('team plain', plain);
  }
  // These take longer and vary less, so there are fewer.
  for (let round = -1; round < Math.max(5, (rounds * 2) / 5); round++) {
    for (const pageRequest of REQUESTS) {
      const took = await measureOne(pageRequest, overallQuery);
      if (round >= 0) note(`all ${pageRequest.name}`, took);
      if (withoutRollups === undefined || round >= ROUNDS_WITHOUT) continue;
      const longer = await measureOne(
        pageRequest,
        overallQuery,
        withoutRollups,
      );
      if (round >= 0) note(`without ${pageRequest.name}`, longer);
    }
    const took = await measureOne(SELECTION, '');
    if (round >= 0) note(`all ${SELECTION.name}`, took);
  }
  for (let round = -1; round < 5; round++) {
    const plain = await measureFourKeys(knex, { from: until - YEAR_MS, until });
    if (round >= 0) note('all plain', plain);
  }
  return [...times].map(([key, values]) => toResult(key, values));
}

function toResult(key: string, values: number[]): QueryResult {
  const took = quantiles(values);
  if (!took) throw new Error(`There are no measurements of ${key}`);
  const isTeam = key.startsWith('team ');
  const name = key.slice(key.indexOf(' ') + 1);
  const of = isTeam ? 'one team, 90 days' : 'all teams, a year';
  if (key.startsWith('without ')) {
    return { request: name, by: 'without rollups', of, took };
  }
  return name === 'plain'
    ? { request: 'four keys by week', by: 'plain SQL', of, took }
    : {
        ...{ request: name, by: 'Slipway', of, took },
        atMost: isTeam ? TEAM_LIMIT_MS : ALL_LIMIT_MS,
      };
}

import type { Knex } from 'knex';
import { quantiles } from '../lib/quantiles';
import { ask } from './ask';
import { DAY_MS, teamRef, YEAR_MS } from './fill';
import type { BenchmarkOptions } from './options';
import { fourKeys } from './plainSql';
import type { Answered } from './results';

const METRICS = [
  'deployment-frequency',
  'change-lead-time',
  'change-fail-rate',
  'recovery-time',
  'rework-rate',
];
const TEAM_MS = 300;
const ALL_MS = 2_000;

/** What the page asks: its figures, what is behind each, and how good the data is. */
const PATHS = [
  '/metrics?',
  ...METRICS.map(metric => `/metrics/${metric}/rows?`),
  '/quality?',
];

/** Asks everything of the page in turns with the plain statements, another team each time. */
export async function askAll(
  url: string,
  knex: Knex,
  { sizes, rounds }: BenchmarkOptions,
  until: number,
): Promise<Answered[]> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const to = day(until - 1);
  const team = (round: number) => teamRef((round * 37) % sizes.teams);
  const of90 = (round: number) =>
    `owner=${team(round)}&from=${day(until - 90 * DAY_MS)}&to=${to}`;
  const ofAll = `from=${day(until - 364 * DAY_MS)}&to=${to}`;
  const times = new Map<string, number[]>();
  const note = (key: string, took: number) =>
    times.set(key, [...(times.get(key) ?? []), took]);

  // The first of each is not measured: caches are warm on a page that people use.
  for (let round = -1; round < rounds; round++) {
    const isMeasured = round >= 0;
    for (const path of PATHS) {
      const took = await ask(url, `${path}${of90(Math.max(round, 0))}`);
      if (isMeasured) note(`team ${path}`, took);
    }
    const plain = await fourKeys(knex, {
      owner: team(Math.max(round, 0)),
      from: until - 90 * DAY_MS,
      until,
    });
    if (isMeasured) note('team plain', plain);
  }
  // These take long, and differ less.
  for (let round = -1; round < Math.max(5, rounds / 5); round++) {
    for (const path of [...PATHS, '/selection?']) {
      const took = await ask(
        url,
        `${path}${path === '/selection?' ? '' : ofAll}`,
      );
      if (round >= 0) note(`all ${path}`, took);
    }
    const plain = await fourKeys(knex, { from: until - YEAR_MS, until });
    if (round >= 0) note('all plain', plain);
  }
  return [...times].map(([key, values]) => answered(key, values));
}

function answered(key: string, values: number[]): Answered {
  const took = quantiles(values);
  if (!took) throw new Error(`Nothing was measured of ${key}`);
  const [scope, path = ''] = key.split(' ');
  const isTeam = scope === 'team';
  const of = isTeam ? 'one team, 90 days' : 'everybody, a year';
  return path === 'plain'
    ? { question: 'four keys by week', by: 'plain SQL', of, took }
    : {
        question: path.replace(/^\/|\?$/g, ''),
        by: 'Slipway',
        of,
        took,
        atMost: isTeam ? TEAM_MS : ALL_MS,
      };
}

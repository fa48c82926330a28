import type { Knex } from 'knex';
import { quantiles } from '../lib/quantiles';
import { ask, askCsv } from './ask';
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

interface Question {
  name: string;
  path: string;
  isCsv?: boolean;
}

/** What the page asks: its figures, what is behind each, single ones as dots, and how good the data is. */
const QUESTIONS: Question[] = [
  { name: 'figures and trends', path: '/metrics?' },
  ...['day', 'week', 'month'].map(interval => ({
    name: `figures, by ${interval} in Stockholm`,
    path: `/metrics?interval=${interval}&timeZone=Europe/Stockholm&`,
  })),
  {
    name: 'figures, by day in Kathmandu',
    path: '/metrics?interval=day&timeZone=Asia/Kathmandu&',
  },
  ...METRICS.map(metric => ({
    name: `rows of ${metric}`,
    path: `/metrics/${metric}/rows?`,
  })),
  {
    name: 'commits as dots',
    path: '/metrics/change-lead-time/rows?counted=true&limit=500&',
  },
  {
    name: 'failures over time',
    path: '/metrics/change-fail-rate/rows?counted=true&limit=500&',
  },
  {
    name: 'CSV of commits, its first page',
    path: '/metrics/change-lead-time/rows?',
    isCsv: true,
  },
  { name: 'data quality', path: '/quality?' },
];
const SELECTION: Question = { name: 'what to choose from', path: '/selection' };

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

  const put = async ({ path, isCsv }: Question, selected: string) =>
    isCsv ? askCsv(url, path + selected) : ask(url, path + selected);

  // The first of each is not measured: caches are warm on a page that people use.
  for (let round = -1; round < rounds; round++) {
    const isMeasured = round >= 0;
    const selected = of90(Math.max(round, 0));
    for (const question of QUESTIONS) {
      const took = await put(question, selected);
      if (isMeasured) note(`team ${question.name}`, took);
    }
    const plain = await fourKeys(knex, {
      owner: team(Math.max(round, 0)),
      from: until - 90 * DAY_MS,
      until,
    });
    if (isMeasured) note('team plain', plain);
  }
  // These take long, and differ less.
  for (let round = -1; round < Math.max(5, (rounds * 2) / 5); round++) {
    for (const question of QUESTIONS) {
      const took = await put(question, ofAll);
      if (round >= 0) note(`all ${question.name}`, took);
    }
    const took = await put(SELECTION, '');
    if (round >= 0) note(`all ${SELECTION.name}`, took);
  }
  for (let round = -1; round < 5; round++) {
    const plain = await fourKeys(knex, { from: until - YEAR_MS, until });
    if (round >= 0) note('all plain', plain);
  }
  return [...times].map(([key, values]) => answered(key, values));
}

function answered(key: string, values: number[]): Answered {
  const took = quantiles(values);
  if (!took) throw new Error(`Nothing was measured of ${key}`);
  const isTeam = key.startsWith('team ');
  const question = key.slice(key.indexOf(' ') + 1);
  const of = isTeam ? 'one team, 90 days' : 'everybody, a year';
  return question === 'plain'
    ? { question: 'four keys by week', by: 'plain SQL', of, took }
    : {
        ...{ question, by: 'Slipway', of, took },
        atMost: isTeam ? TEAM_MS : ALL_MS,
      };
}

import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { latestStart, nextStart, parseCronSchedule } from './cron';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const utc = (text: string) => Date.parse(`${text}Z`);
const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);

/** Clock changes that differ in time of day, size and direction. */
const CHANGES = [
  { zone: 'Europe/Stockholm', at: utc('2026-03-29T01:00') },
  { zone: 'Europe/Stockholm', at: utc('2026-10-25T01:00') },
  { zone: 'America/New_York', at: utc('2026-03-08T07:00') },
  { zone: 'America/New_York', at: utc('2026-11-01T06:00') },
  { zone: 'America/Sao_Paulo', at: utc('2018-11-04T03:00') },
  { zone: 'America/Sao_Paulo', at: utc('2019-02-17T02:00') },
  { zone: 'Australia/Lord_Howe', at: utc('2026-04-04T15:00') },
  { zone: 'Australia/Lord_Howe', at: utc('2026-10-03T15:30') },
  { zone: 'Asia/Kathmandu', at: utc('2026-06-01T00:00') },
].map(change => ({ ...change, walls: wallsAround(change.at, change.zone) }));

const times = fc.integer({
  min: utc('2020-01-01T00:00'),
  max: utc('2030-01-01T00:00'),
});

const field = (min: number, max: number) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    fc.integer({ min, max }).map(String),
    fc.integer({ min: 2, max: 15 }).map(step => `*/${step}`),
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc
      .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 })
      .map(list => list.join(',')),
  );

const schedules = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 59 }).map(String), field(0, 59)),
    fc.oneof(fc.integer({ min: 0, max: 23 }).map(String), field(0, 23)),
    // Every month has 28 days, so the next start is never far away.
    field(1, 28),
    field(0, 6),
  )
  .map(
    ([minute, hour, day, weekday]) => `${minute} ${hour} ${day} * ${weekday}`,
  );

describe('the starts of windows', () => {
  const cases: Record<
    string,
    { schedule: string; zone: string; after: string; starts: string[] }
  > = {
    'follow local time on ordinary days': {
      schedule: '0 18 * * FRI',
      zone: 'Europe/Stockholm',
      after: '2026-11-21T12:00',
      starts: ['2026-11-27T17:00', '2026-12-04T17:00'],
    },
    'keep their local time when the clock goes forward': {
      schedule: '0 18 * * *',
      zone: 'Europe/Stockholm',
      after: '2026-03-28T00:00',
      starts: ['2026-03-28T17:00', '2026-03-29T16:00'],
    },
    'that DST skips happen at the jump': {
      schedule: '30 2 * * *',
      zone: 'Europe/Stockholm',
      after: '2026-03-28T12:00',
      starts: ['2026-03-29T01:00', '2026-03-30T00:30'],
    },
    'that DST repeats happen the first time': {
      schedule: '30 2 * * *',
      zone: 'Europe/Stockholm',
      after: '2026-10-24T12:00',
      starts: ['2026-10-25T00:30', '2026-10-26T01:30'],
    },
    'of every hour also happen in the repeated hour': {
      schedule: '0 * * * *',
      zone: 'Europe/Stockholm',
      after: '2026-10-24T23:30',
      starts: ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'],
    },
    'at a skipped midnight happen at the start of the day': {
      schedule: '0 0 * * *',
      zone: 'America/Sao_Paulo',
      after: '2018-11-03T12:00',
      starts: ['2018-11-04T03:00', '2018-11-05T02:00'],
    },
    'are right in zones that shift by half an hour': {
      schedule: '15 2 * * *',
      zone: 'Australia/Lord_Howe',
      after: '2026-10-03T00:00',
      starts: ['2026-10-03T15:30', '2026-10-04T15:15'],
    },
    'match a day of the month or of the week if both are given': {
      schedule: '0 0 13 * FRI',
      zone: 'UTC',
      after: '2026-11-10T00:00',
      starts: ['2026-11-13T00:00', '2026-11-20T00:00', '2026-11-27T00:00'],
    },
    'on 29 February wait for the next leap year': {
      schedule: '0 0 29 2 *',
      zone: 'UTC',
      after: '2026-01-01T00:00',
      starts: ['2028-02-29T00:00', '2032-02-29T00:00'],
    },
    'match Sunday as 0 and as 7': {
      schedule: '0 0 * * 7',
      zone: 'UTC',
      after: '2026-11-21T00:00',
      starts: ['2026-11-22T00:00', '2026-11-29T00:00'],
    },
  };
  it.each(Object.entries(cases))(
    '%s',
    (_, { schedule, zone, after, starts }) => {
      const parsed = parseCronSchedule(schedule, zone);
      let at = utc(after);
      for (const expected of starts) {
        const next = nextStart(parsed, at);
        expect(iso(next)).toBe(expected);
        at = next!;
        expect(latestStart(parsed, at, HOUR)).toBe(at);
        expect(latestStart(parsed, at + 10 * MINUTE, HOUR)).toBe(at);
      }
    },
  );

  it.each([
    ['0 18 * *', 'UTC', /five cron fields/],
    ['0 0 18 * * *', 'UTC', /five cron fields/],
    ['@daily', 'UTC', /five cron fields/],
    ['0 0 1?2 * *', 'UTC', /five cron fields/],
    ['0 0 ?1 * *', 'UTC', /five cron fields/],
    ['0 0 1? * *', 'UTC', /five cron fields/],
    ['0 25 * * *', 'UTC', /not a cron expression/],
    ['0 0 L * *', 'UTC', /L, W or H/],
    ['0 0 * * FRI', 'Mars/Olympus', /not a time zone/],
  ])('refuses %s in %s', (schedule, zone, message) => {
    expect(() => parseCronSchedule(schedule, zone)).toThrow(message);
  });

  it('ignore spaces around and between the fields', () => {
    expect(
      nextStart(
        parseCronSchedule('  0  18 *\t* FRI ', 'UTC'),
        utc('2026-11-21T00:00'),
      ),
    ).toBe(utc('2026-11-27T18:00'));
  });

  it('agree with cron-parser without clock changes', () => {
    fc.assert(
      fc.property(schedules, times, (schedule, at) => {
        const reference = CronExpressionParser.parse(schedule, {
          tz: 'UTC',
          currentDate: new Date(at),
        });
        expect(iso(nextStart(parseCronSchedule(schedule, 'UTC'), at))).toBe(
          iso(reference.next().toDate().getTime()),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('agree with a check of every minute, across clock changes', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.constantFrom(...CHANGES),
        fc.integer({ min: -26 * 60, max: 26 * 60 }),
        (schedule, { zone, at: change, walls }, minutes) => {
          const from = change + minutes * MINUTE;
          const parsed = parseCronSchedule(schedule, zone);
          const found: number[] = [];
          const end = from + 30 * HOUR;
          for (
            let at = nextStart(parsed, from);
            at !== undefined && at <= end;
            at = nextStart(parsed, at)
          ) {
            found.push(at);
          }
          expect(found.map(iso)).toEqual(
            everyMinute(schedule, walls, from, end).map(iso),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

/**
 * The local time, minute by minute. A minute that DST skips counts at the jump; a minute that DST repeats counts again
 * only for a schedule that runs every hour.
 */
function everyMinute(
  schedule: string,
  walls: Wall[],
  from: number,
  end: number,
): number[] {
  const { fields } = CronExpressionParser.parse(schedule);
  const has = (values: readonly (number | string)[], value: number) =>
    values.includes(value);
  const everyHour = fields.hour.values.length === 24;
  const matches = (minutes: number) => {
    const wall = new Date(minutes * MINUTE);
    const day = has(fields.dayOfMonth.values, wall.getUTCDate());
    const weekday = has(fields.dayOfWeek.values, wall.getUTCDay());
    const either =
      !fields.dayOfMonth.isWildcard && !fields.dayOfWeek.isWildcard;
    return (
      has(fields.minute.values, wall.getUTCMinutes()) &&
      has(fields.hour.values, wall.getUTCHours()) &&
      (either ? day || weekday : day && weekday)
    );
  };
  return walls
    .filter(({ at }) => at > from && at <= end)
    .filter(
      ({ shows, isAgain, skipped }) =>
        (matches(shows) && (!isAgain || everyHour)) || skipped.some(matches),
    )
    .map(({ at }) => at);
}

/** One minute. Local times are counted in minutes as if in UTC, where there are no clock changes. */
interface Wall {
  at: number;
  shows: number;
  isAgain: boolean;
  skipped: number[];
}

function wallsAround(change: number, zone: string): Wall[] {
  const walls: Wall[] = [];
  const seen = new Set<number>();
  const named = IANAZone.create(zone);
  let offset = 0;
  for (let at = change - 60 * HOUR; at <= change + 60 * HOUR; at += MINUTE) {
    if (at % (15 * MINUTE) === 0) {
      offset = named.offset(at);
    }
    const shows = at / MINUTE + offset;
    const before = walls[walls.length - 1]?.shows ?? shows - 1;
    walls.push({
      at,
      shows,
      isAgain: seen.has(shows),
      skipped: Array.from(
        { length: Math.max(0, shows - before - 1) },
        (_, index) => before + 1 + index,
      ),
    });
    seen.add(shows);
  }
  return walls;
}

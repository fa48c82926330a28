import fc from 'fast-check';
import { chooseInterval, computeRange } from './periods';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();

/** Lists calendar days, independent of zones. */
const plus = (day: string, days: number) =>
  iso(at(`${day}T00:00:00Z`) + days * 24 * HOUR).slice(0, 10);

const range = (more: Partial<Parameters<typeof computeRange>[0]>) =>
  computeRange({
    from: '2026-03-02',
    to: '2026-03-15',
    interval: 'week',
    zone: 'Europe/Stockholm',
    now: at('2026-06-01T00:00:00Z'),
    ...more,
  });

describe('a range', () => {
  it('consists of whole days in its time zone', () => {
    const { from, to, until, days } = range({});
    expect(iso(from)).toBe('2026-03-01T23:00:00.000Z');
    expect(iso(to)).toBe('2026-03-15T23:00:00.000Z');
    expect(until).toBe(to);
    expect(days).toBe(14);
  });

  it('counts a day of 23 hours as one day', () => {
    const { from, to, days } = range({ from: '2026-03-29', to: '2026-03-29' });
    expect((to - from) / HOUR).toBe(23);
    expect(days).toBe(1);
  });

  it('is compared with the same number of days before it, across a clock change', () => {
    const { previous } = range({ from: '2026-03-30', to: '2026-04-05' });
    expect(iso(previous.from)).toBe('2026-03-22T23:00:00.000Z');
    expect(iso(previous.to)).toBe('2026-03-29T22:00:00.000Z');
    expect(previous.days).toBe(7);
  });

  it('that is not over is compared over equal elapsed time', () => {
    const { until, days, previous } = range({
      from: '2026-03-30',
      to: '2026-04-05',
      now: at('2026-04-01T10:00:00Z'),
    });
    expect(iso(until)).toBe('2026-04-01T10:00:00.000Z');
    expect(days).toBe(2.5);
    expect(iso(previous.to)).toBe('2026-03-25T11:00:00.000Z');
    expect(previous.days).toBe(2.5);
  });

  it.each([
    ['Asia/Beirut', '2026-03-29'],
    ['America/Santiago', '2026-09-06'],
    ['America/Havana', '2026-03-08'],
  ])(
    'in %s includes %s, which has no midnight, as a whole day',
    (zone, day) => {
      const now = at('2027-01-01T00:00:00Z');
      const { from, to, days, previous } = range({
        zone,
        from: day,
        to: day,
        now,
      });
      expect([(to - from) / HOUR, days]).toEqual([23, 1]);
      expect((previous.to - previous.from) / HOUR).toBe(24);
      expect(previous).toMatchObject({ to: from, days: 1 });
      const week = range({ zone, from: day, to: plus(day, 6), now });
      expect([week.days, week.previous.days]).toEqual([7, 7]);
      // In the next range, that day belongs to the previous period.
      const next = plus(day, 1);
      expect(range({ zone, from: next, to: next, now }).previous).toEqual({
        from,
        to,
        days: 1,
      });
    },
  );

  it.each([
    ['America/Havana', '2026-11-01'],
    ['Atlantic/Azores', '2026-10-25'],
  ])(
    'in %s starts %s, which has two midnights, with the first',
    (zone, day) => {
      const now = at('2027-01-01T00:00:00Z');
      const { from, to, periods } = range({
        zone,
        from: day,
        to: day,
        interval: 'day',
        now,
      });
      expect((to - from) / HOUR).toBe(25);
      expect(periods).toEqual([{ from, to, label: day, partial: false }]);
    },
  );

  it('does not count a day that a zone skipped', () => {
    // Samoa crossed the date line: the 31st followed the 29th.
    const { days, periods } = range({
      zone: 'Pacific/Apia',
      from: '2011-12-29',
      to: '2011-12-31',
      interval: 'day',
    });
    expect(days).toBe(2);
    expect(periods.map(({ label }) => label)).toEqual([
      '2011-12-29',
      '2011-12-31',
    ]);
  });

  it('is never compared with a part of itself, whatever the length of today', () => {
    // 24.5 hours of a 25-hour day have passed; the day before had 24.
    const { until, from, previous } = range({
      from: '2026-10-25',
      to: '2026-10-25',
      now: at('2026-10-25T22:30:00Z'),
    });
    expect((until - from) / HOUR).toBe(24.5);
    expect(previous).toMatchObject({ to: from, days: 1 });
  });

  it('in the future has no elapsed time', () => {
    const { until, from, days } = range({ now: at('2026-01-01T00:00:00Z') });
    expect(until).toBe(from);
    expect(days).toBe(0);
  });

  it.each([
    [{ to: '2026-03-01' }, '"to" (2026-03-01) is before "from" (2026-03-02)'],
    [{ from: '2026-02-30' }, '"from" is not a day'],
    [{ from: '2026-03-02T10:00' }, '"from" is not a day'],
  ])('%j is rejected', (more, message) => {
    expect(() => range(more)).toThrow(message);
  });
});

describe('periods', () => {
  it('are weeks from Monday, cut to the range and marked as partial', () => {
    const { periods } = range({ from: '2026-03-04', to: '2026-03-16' });
    expect(periods.map(p => [p.label, p.partial])).toEqual([
      ['2026-03-04', true],
      ['2026-03-09', false],
      ['2026-03-16', true],
    ]);
    expect(periods[0].to).toBe(periods[1].from);
  });

  it('are partial while they are not over', () => {
    const { periods } = range({ now: at('2026-03-12T00:00:00Z') });
    expect(periods.map(p => p.partial)).toEqual([false, true]);
  });

  it.each(['day', 'week', 'month'] as const)(
    'of a %s cover the range without gap or overlap, whatever clock changes there are',
    interval => {
      for (const zone of ['America/Sao_Paulo', 'Asia/Kathmandu', 'UTC']) {
        const { from, to, periods } = range({
          from: '2018-10-10',
          to: '2019-03-20',
          interval,
          zone,
        });
        expect(periods[0].from).toBe(from);
        expect(periods[periods.length - 1].to).toBe(to);
        for (let i = 1; i < periods.length; i++) {
          expect(periods[i].from).toBe(periods[i - 1].to);
        }
      }
    },
  );

  it('start and end with the calendar days of the zone, in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const someDay = fc.integer({ min: 0, max: 731 * 30 }).map(days => {
      const ms = at('2000-01-01T00:00:00Z') + days * 24 * HOUR;
      return iso(ms).slice(0, 10);
    });
    const changes = fc.constantFrom(
      ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-09-06'],
      ...['2026-10-04', '2026-10-25', '2026-11-01', '2028-02-29'],
      '2011-12-30',
    );
    fc.assert(
      fc.property(
        fc.record({
          zone: fc.oneof(
            fc.constantFrom(...zones),
            fc.constantFrom(
              ...['Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'],
              ...['America/Santiago', 'Asia/Beirut', 'America/Havana'],
              ...['Atlantic/Azores', 'Pacific/Chatham', 'Africa/Cairo'],
            ),
          ),
          day: fc.oneof(someDay, changes),
          length: fc.integer({ min: 1, max: 40 }),
          interval: fc.constantFrom('day', 'week', 'month'),
          hours: fc.integer({ min: -10, max: 1100 }),
        }),
        ({ zone, day, length, interval, hours }) => {
          const now = at(`${day}T00:00:00Z`) + hours * HOUR + 1;
          const found = range({
            zone,
            from: day,
            to: plus(day, length - 1),
            interval,
            now,
          });
          const { from, to, until, previous, periods } = found;
          // The calendar of the JavaScript runtime, independent of the tested code.
          const calendar = new Intl.DateTimeFormat('en-CA', {
            timeZone: zone,
            year: 'numeric',
            month: '2-digit',
            day: '2-digit',
          });
          const begins = (ms: number) =>
            calendar.format(ms) !== calendar.format(ms - 1);
          const edges = periods.flatMap(period => [period.from, period.to]);
          expect(edges.every(begins)).toBe(true);
          // A range that only consists of a skipped day has no period.
          expect(
            edges.length === 0 ? [to, to] : [edges[0], edges.at(-1)],
          ).toEqual([from, to]);
          expect(edges.slice(1, -1).filter((_, i) => i % 2 === 0)).toEqual(
            edges.slice(1, -1).filter((_, i) => i % 2 === 1),
          );
          for (const period of periods) {
            const isLabelled = calendar.format(period.from) === period.label;
            // Except for the day that was skipped west of the date line.
            expect(isLabelled || period.label === '2011-12-30').toBe(true);
          }
          expect(begins(previous.from)).toBe(true);
          expect(previous.to).toBeLessThanOrEqual(from);
          expect(previous.to).toBeGreaterThanOrEqual(previous.from);
          expect(until >= from && until <= to).toBe(true);
          const isOver = until === to;
          expect(isOver ? previous.to : from).toBe(from);
          expect(isOver ? [found.days % 1, previous.days % 1] : [0, 0]).toEqual(
            [0, 0],
          );
          // A day is off by an hour or two twice, or was skipped.
          expect(found.days - previous.days).toBeLessThanOrEqual(1.2);
          expect(previous.days - found.days).toBeLessThanOrEqual(1.2);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are chosen so that a chart stays readable', () => {
    expect([7, 31, 90, 365].map(chooseInterval)).toEqual([
      'day',
      'day',
      'week',
      'month',
    ]);
  });
});

import { intervalFor, windowOf } from './periods';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();

const window = (more: Partial<Parameters<typeof windowOf>[0]>) =>
  windowOf({
    from: '2026-03-02',
    to: '2026-03-15',
    interval: 'week',
    zone: 'Europe/Stockholm',
    now: at('2026-06-01T00:00:00Z'),
    ...more,
  });

describe('a window', () => {
  it('has whole days of its time zone', () => {
    const { from, to, until, days } = window({});
    expect(iso(from)).toBe('2026-03-01T23:00:00.000Z');
    expect(iso(to)).toBe('2026-03-15T23:00:00.000Z');
    expect(until).toBe(to);
    expect(days).toBe(14);
  });

  it('counts a day of 23 hours as a day', () => {
    const { from, to, days } = window({ from: '2026-03-29', to: '2026-03-29' });
    expect((to - from) / HOUR).toBe(23);
    expect(days).toBe(1);
  });

  it('compares with as many days just before, across a clock change', () => {
    const { previous } = window({ from: '2026-03-30', to: '2026-04-05' });
    expect(iso(previous.from)).toBe('2026-03-22T23:00:00.000Z');
    expect(iso(previous.to)).toBe('2026-03-29T22:00:00.000Z');
    expect(previous.days).toBe(7);
  });

  it('that is not over is compared over equal elapsed time', () => {
    const { until, days, previous } = window({
      from: '2026-03-30',
      to: '2026-04-05',
      now: at('2026-04-01T10:00:00Z'),
    });
    expect(iso(until)).toBe('2026-04-01T10:00:00.000Z');
    expect(days).toBe(2.5);
    expect(iso(previous.to)).toBe('2026-03-25T11:00:00.000Z');
    expect(previous.days).toBe(2.5);
  });

  it('in the future has no time in it yet', () => {
    const { until, from, days } = window({ now: at('2026-01-01T00:00:00Z') });
    expect(until).toBe(from);
    expect(days).toBe(0);
  });

  it.each([
    [{ to: '2026-03-01' }, '"to" (2026-03-01) is before "from" (2026-03-02)'],
    [{ from: '2026-02-30' }, '"from" is not a day'],
    [{ from: '2026-03-02T10:00' }, '"from" is not a day'],
  ])('%j is refused', (more, message) => {
    expect(() => window(more)).toThrow(message);
  });
});

describe('periods', () => {
  it('are weeks from Monday, cut to the window and said to be', () => {
    const { periods } = window({ from: '2026-03-04', to: '2026-03-16' });
    expect(periods.map(p => [p.label, p.partial])).toEqual([
      ['2026-03-04', true],
      ['2026-03-09', false],
      ['2026-03-16', true],
    ]);
    expect(periods[0].to).toBe(periods[1].from);
  });

  it('are partial while they are not over', () => {
    const { periods } = window({ now: at('2026-03-12T00:00:00Z') });
    expect(periods.map(p => p.partial)).toEqual([false, true]);
  });

  it.each(['day', 'week', 'month'] as const)(
    'of a %s cover the window without gap or overlap, whatever the clocks do',
    interval => {
      for (const zone of ['America/Sao_Paulo', 'Asia/Kathmandu', 'UTC']) {
        const { from, to, periods } = window({
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

  it('are chosen so that a chart can be read', () => {
    expect([7, 31, 90, 365].map(intervalFor)).toEqual([
      'day',
      'day',
      'week',
      'month',
    ]);
  });
});

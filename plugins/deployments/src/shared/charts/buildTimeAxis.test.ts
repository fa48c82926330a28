import { buildTimeAxis } from './buildTimeAxis';

const at = (iso: string) => Date.parse(iso);
const DAY = 24 * 3_600_000;
const zone = 'Europe/Stockholm';

describe('the ticks of a time axis', () => {
  it.each([
    [
      'a few seconds',
      ['2026-11-21T09:00:00.300Z', '2026-11-21T09:00:03.100Z'],
      {},
      ['10:00:01', '10:00:02', '10:00:03'],
    ],
    [
      'less than a second',
      ['2026-11-21T09:00:00.300Z', '2026-11-21T09:00:00.600Z'],
      {},
      ['10:00:00'],
    ],
    [
      'minutes',
      ['2026-11-21T09:00:30Z', '2026-11-21T09:08:00Z'],
      {},
      ['10:02', '10:04', '10:06', '10:08'],
    ],
    [
      'a night',
      ['2026-11-21T20:00:00Z', '2026-11-22T05:00:00Z'],
      {},
      [
        '21 Nov, 22:00',
        '22 Nov, 00:00',
        '22 Nov, 02:00',
        '22 Nov, 04:00',
        '22 Nov, 06:00',
      ],
    ],
    [
      'two days of which only days are shown',
      ['2026-11-20T23:00:00Z', '2026-11-22T12:00:00Z'],
      { least: DAY },
      ['21 Nov', '22 Nov'],
    ],
    [
      'the week in which the clock changes',
      ['2026-10-22T22:00:00Z', '2026-10-27T22:59:59Z'],
      { least: DAY },
      ['23 Oct', '25 Oct', '27 Oct'],
    ],
  ])(
    'of %s are round and read differently',
    (_name, [from, to], more, expected) => {
      const axis = buildTimeAxis(at(from), at(to), { zone, ...more });
      expect(axis.ticks.map(axis.format)).toEqual(expected);
    },
  );

  it('fit and have distinct labels for any span', () => {
    const start = at('2026-01-01T00:00:00Z');
    for (let span = 1; span < 500 * DAY; span = Math.ceil(span * 1.7)) {
      const axis = buildTimeAxis(start, start + span, { zone });
      const labels = axis.ticks.map(axis.format);
      expect(labels.length).toBeGreaterThan(0);
      expect(labels.length).toBeLessThanOrEqual(6);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it('has only its start in a zone that the browser does not know', () => {
    const start = at('2026-01-01T00:00:00Z');
    const axis = buildTimeAxis(start, start + DAY, { zone: 'Nowhere/Here' });
    expect(axis.ticks).toEqual([start]);
  });
});

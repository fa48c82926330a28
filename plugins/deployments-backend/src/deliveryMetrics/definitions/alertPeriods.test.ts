import fc from 'fast-check';
import type { AlertNotification } from './alertPeriods';
import { findAlertPeriods } from './alertPeriods';

const firing = (startedAt: number): AlertNotification => ({
  startedAt,
  incident: `a/${startedAt}`,
});
const resolved = (startedAt: number, endedAt: number): AlertNotification => ({
  ...firing(startedAt),
  endedAt,
});
const periods = (...notifications: AlertNotification[]) =>
  findAlertPeriods(notifications).map(one => [one.startedAt, one.endedAt]);

describe('periods of an alert', () => {
  it.each<[string, AlertNotification[], [number, number?][]]>([
    ['that fires', [firing(10)], [[10]]],
    ['that ended', [firing(10), resolved(10, 45)], [[10, 45]]],
    [
      'whose end has no start (Grafana)',
      [firing(10), resolved(45, 45)],
      [[10, 45]],
    ],
    [
      'whose start moved to an earlier replica',
      [firing(12), resolved(10, 45)],
      [[10, 45]],
    ],
    [
      'whose replicas report different ends',
      [firing(10), resolved(10, 45), resolved(10, 46)],
      [[10, 46]],
    ],
    [
      'that fires again',
      [firing(10), resolved(10, 45), firing(50)],
      [[10, 45], [50]],
    ],
    [
      'that fired twice',
      [firing(10), resolved(45, 45), firing(50), resolved(60, 60)],
      [
        [10, 45],
        [50, 60],
      ],
    ],
    [
      'whose first end got lost',
      [firing(10), firing(50), resolved(50, 60)],
      [[10, 60]],
    ],
    [
      'that ended before it started, because of a wrong clock',
      [resolved(10, 5)],
      [[10, 10]],
    ],
  ])('%s', (_, notifications, expected) => {
    expect(periods(...notifications)).toEqual(
      expected.map(([from, to]) => [from, to]),
    );
  });

  it('depend only on the set of notifications', () => {
    const time = fc.integer({ min: 0, max: 20 });
    const notification = fc.oneof(
      time.map(firing),
      fc
        .tuple(time, time)
        .map(([a, b]) => resolved(Math.min(a, b), Math.max(a, b))),
    );
    fc.assert(
      fc.property(fc.array(notification, { maxLength: 8 }), all => {
        expect(periods(...[...all].reverse())).toEqual(periods(...all));
        const found = periods(...all);
        found.slice(1).forEach(([from], i) => {
          expect(from).toBeGreaterThan(found[i][1] as number);
        });
      }),
    );
  });
});

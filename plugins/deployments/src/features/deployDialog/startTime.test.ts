import { findNextWindow, findStartMistake, toNotBefore } from './startTime';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const AT = '2026-11-23T07:00:00.000Z';

/** The value of a date-and-time field for a moment, in the zone of the tests. */
function toLocal(iso: string): string {
  const time = new Date(iso);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

describe('the start of a deployment', () => {
  it.each([
    ['now', { kind: 'now' }, undefined, undefined],
    ['in the next window', { kind: 'window', at: AT }, AT, undefined],
    ['at a time', { kind: 'time', local: toLocal(AT) }, AT, undefined],
    ['at no time yet', { kind: 'time', local: '' }, undefined, 'missing'],
    [
      'in the past',
      { kind: 'time', local: toLocal('2026-11-21T09:59:00.000Z') },
      '2026-11-21T09:59:00.000Z',
      'past',
    ],
  ] as const)('%s', (_, start, notBefore, mistake) => {
    expect(toNotBefore(start)).toBe(notBefore);
    expect(findStartMistake(start, NOW)).toBe(mistake);
  });

  it("finds the next open window in the plan's blockers", () => {
    const approval = { kind: 'approval' as const, message: '', until: AT };
    expect(findNextWindow([approval])).toBeUndefined();
    expect(
      findNextWindow([
        approval,
        { kind: 'window', message: 'Weekend freeze', until: AT },
      ]),
    ).toBe(AT);
  });
});

import fc from 'fast-check';
import { IANAZone } from 'luxon';
import type { DeploymentWindow } from '@slipway/backstage-plugin-deployments-common';
import { latestStart, parseCronSchedule } from './cron';
import { neverEnds, evaluateDeploymentWindows } from './deploymentWindows';

const HOUR = 3600_000;
const utc = (text: string) => Date.parse(`${text}Z`);
const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);

const window = (
  effect: DeploymentWindow['effect'],
  schedule: string,
  hours: number,
  timeZone = 'Europe/Stockholm',
): DeploymentWindow => ({
  name: `${effect}-${schedule}`,
  effect,
  reason: 'A reason',
  schedule,
  forMs: hours * HOUR,
  timeZone,
});

const weekend = window('deny', '0 18 * * FRI', 62);
const office = window('allow', '0 9 * * MON-FRI', 8);

describe('windows', () => {
  const cases: Record<
    string,
    {
      windows: DeploymentWindow[];
      now: string;
      open: boolean;
      /** When this state ends. */
      until?: string;
    }
  > = {
    'without windows it is always open': {
      windows: [],
      now: '2026-11-21T12:00',
      open: true,
    },
    'a weekend freeze ends on Monday at 08:00': {
      windows: [weekend],
      now: '2026-11-21T12:00',
      open: false,
      until: '2026-11-23T07:00',
    },
    'it starts on Friday at 18:00, to the millisecond': {
      windows: [weekend],
      now: '2026-11-20T17:00',
      open: false,
      until: '2026-11-23T07:00',
    },
    'the environment is open at the end of a window': {
      windows: [weekend],
      now: '2026-11-23T07:00',
      open: true,
      until: '2026-11-27T17:00',
    },
    '62 hours are 62 hours when the clock goes forward': {
      windows: [weekend],
      now: '2026-03-28T12:00',
      open: false,
      until: '2026-03-30T07:00',
    },
    '62 hours are 62 hours when the clock goes back': {
      windows: [weekend],
      now: '2026-10-24T12:00',
      open: false,
      until: '2026-10-26T06:00',
    },
    'with allow windows it is closed outside them until the next one starts': {
      windows: [office],
      now: '2026-11-21T12:00',
      open: false,
      until: '2026-11-23T08:00',
    },
    'inside an allow window it is open until the window ends': {
      windows: [office],
      now: '2026-11-23T08:00',
      open: true,
      until: '2026-11-23T16:00',
    },
    'a deny window overrides an allow window': {
      windows: [office, window('deny', '0 12 * * *', 1)],
      now: '2026-11-23T11:30',
      open: false,
      until: '2026-11-23T12:00',
    },
    'a deny window inside an allow window closes it early': {
      windows: [office, window('deny', '0 12 * * *', 1)],
      now: '2026-11-23T10:30',
      open: true,
      until: '2026-11-23T11:00',
    },
    'deny windows that overlap are chained': {
      windows: [weekend, window('deny', '0 0 * * SUN', 48)],
      now: '2026-11-21T12:00',
      open: false,
      until: '2026-11-23T23:00',
    },
    'deny windows that touch are chained': {
      windows: [weekend, window('deny', '0 8 * * MON', 4)],
      now: '2026-11-21T12:00',
      open: false,
      until: '2026-11-23T11:00',
    },
    'a window chains with its own next start': {
      windows: [window('deny', '0 */4 * * 1', 5)],
      now: '2026-11-23T05:00',
      open: false,
      until: '2026-11-24T00:00',
    },
    'after a deny window it waits for an allow window': {
      windows: [weekend, office],
      now: '2026-11-21T12:00',
      open: false,
      until: '2026-11-23T08:00',
    },
    'windows in several time zones are combined': {
      windows: [
        weekend,
        window('deny', '0 18 * * FRI', 62, 'America/New_York'),
      ],
      now: '2026-11-21T12:00',
      open: false,
      until: '2026-11-23T13:00',
    },
    'a deny window closes allow windows that never end': {
      windows: [
        window('allow', '0 0 * * *', 48),
        window('deny', '0 18 * * WED', 1),
      ],
      now: '2026-11-21T12:00',
      open: true,
      until: '2026-11-25T17:00',
    },
    'a deny window beyond 400 days is ignored': {
      windows: [
        window('allow', '0 0 * * *', 48),
        window('deny', '0 0 29 2 *', 1),
      ],
      now: '2026-11-21T12:00',
      open: true,
    },
    'an allow window beyond 400 days is ignored': {
      windows: [window('allow', '0 0 29 2 *', 24)],
      now: '2026-11-21T12:00',
      open: false,
    },
    'allow windows entirely within deny windows never open': {
      windows: [window('allow', '0 9 * * SAT', 8), weekend],
      now: '2026-11-21T12:00',
      open: false,
    },
  };

  it.each(Object.entries(cases))('%s', (_, { windows, now, open, until }) => {
    const state = evaluateDeploymentWindows(windows, utc(now));
    expect(state.open).toBe(open);
    expect(iso(state.open ? state.closesAt : state.opensAt)).toBe(until);
  });

  it('names the deny windows that apply', () => {
    const state = evaluateDeploymentWindows(
      [weekend, office],
      utc('2026-11-21T12:00'),
    );
    expect(state).toMatchObject({ open: false, denying: [weekend] });
    expect(
      evaluateDeploymentWindows([office], utc('2026-11-21T12:00')),
    ).toMatchObject({
      open: false,
      denying: [],
    });
  });

  it('checks a bounded number of windows that start every minute', () => {
    const forever = window('deny', '* * * * *', 1);
    const { offset } = IANAZone.prototype;
    let asked = 0;
    IANAZone.prototype.offset = function count(...args) {
      asked += 1;
      return offset.apply(this, args);
    };
    try {
      expect(
        evaluateDeploymentWindows([forever], utc('2026-11-21T12:00')),
      ).toMatchObject({
        open: false,
        opensAt: undefined,
      });
    } finally {
      IANAZone.prototype.offset = offset;
    }
    expect(asked).toBeLessThan(10_000);
  });

  it.each([
    ['0 18 * * FRI', 62, false],
    ['0 18 * * FRI', 24 * 8, true],
    ['0 * * * *', 1, true],
    ['0 * * * *', 0.99, false],
    ['0 */4 * * 1', 5, false],
    ['0 0 1 1 *', 24 * 20, false],
  ])('%s for %d h never ends: %s', (schedule, hours, expected) => {
    expect(
      neverEnds(window('deny', schedule, hours), utc('2026-01-01T00:00')),
    ).toBe(expected);
  });

  it('agrees with a check of every quarter of an hour', () => {
    const quarter = HOUR / 4;
    const anyWindow = fc
      .record({
        effect: fc.constantFrom('deny' as const, 'allow' as const),
        minute: fc.constantFrom(0, 15, 30, 45),
        hour: fc.integer({ min: 0, max: 23 }),
        weekday: fc.constantFrom('*', '1-5', '6,0', '3'),
        quarters: fc.integer({ min: 1, max: 4 * 60 }),
        zone: fc.constantFrom('Europe/Stockholm', 'America/New_York', 'UTC'),
      })
      .map(({ effect, minute, hour, weekday, quarters, zone }) =>
        window(effect, `${minute} ${hour} * * ${weekday}`, quarters / 4, zone),
      );
    fc.assert(
      fc.property(
        fc.array(anyWindow, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(
          utc('2026-03-27T00:00'),
          utc('2026-10-23T00:00'),
          utc('2026-06-10T00:00'),
        ),
        fc.integer({ min: 0, max: 4 * 96 }),
        (windows, base, quarters) => {
          const now = base + quarters * quarter;
          const parsed = windows.map(it => ({
            ...it,
            starts: parseCronSchedule(it.schedule, it.timeZone),
          }));
          const isOpen = (at: number) => {
            const covers = (it: (typeof parsed)[number]) => {
              const start = latestStart(it.starts, at, it.forMs);
              return start !== undefined && at < start + it.forMs;
            };
            const allows = parsed.filter(it => it.effect === 'allow');
            return (
              !parsed.some(it => it.effect === 'deny' && covers(it)) &&
              (allows.length === 0 || allows.some(covers))
            );
          };
          const state = evaluateDeploymentWindows(windows, now);
          expect(state.open).toBe(isOpen(now));
          const found = state.open ? state.closesAt : state.opensAt;
          const sight = now + 4 * 24 * HOUR;
          let at = now;
          while (at <= sight && isOpen(at) === state.open) {
            at += quarter;
          }
          // Beyond the checked period, it is only known that the end is later.
          const inSight = found !== undefined && found <= sight;
          expect(inSight ? iso(found) : 'later').toBe(
            at <= sight ? iso(at) : 'later',
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

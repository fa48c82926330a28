import { DAYS, demoHistory } from './history';
import type { DemoEvent } from './history';
import { seed } from './seed';

const UNTIL = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;

const ofType = <T extends DemoEvent['type']>(
  events: readonly DemoEvent[],
  type: T,
) =>
  events.filter(
    (event): event is Extract<DemoEvent, { type: T }> => event.type === type,
  );

describe('the demo history', () => {
  const events = demoHistory(UNTIL);

  it('is the same each time', () => {
    expect(demoHistory(UNTIL)).toEqual(events);
  });

  it('says of everything that it is made up', () => {
    expect(events.filter(({ demo }) => !demo)).toEqual([]);
  });

  it('has no event twice', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('fills the year before, and nothing after', () => {
    const times = ofType(events, 'deployment').map(({ finishedAt }) =>
      Date.parse(finishedAt),
    );
    expect(Math.max(...times)).toBeLessThan(UNTIL);
    expect(Math.min(...times)).toBeGreaterThan(UNTIL - (DAYS + 1) * DAY);
    const months = new Set(times.map(at => new Date(at).getUTCMonth()));
    expect(months.size).toBe(12);
  });

  it('has all that the metrics are about, of each service', () => {
    for (const name of [
      'storefront',
      'checkout',
      'payments',
      'catalog-api',
      'inventory',
    ]) {
      const own = events.filter(
        ({ service }) => service === `component:default/${name}`,
      );
      const production = ofType(own, 'deployment').filter(
        ({ environment }) => environment === 'production',
      );
      const outcomes = production.map(({ outcome }) => outcome);
      expect(outcomes).toContain('rolled_back');
      expect(production.length).toBeGreaterThan(40);
      expect(ofType(own, 'change').length).toBeGreaterThan(60);
      expect(ofType(own, 'incident').length).toBeGreaterThan(3);
    }
  });
});

describe('telling it', () => {
  const events = demoHistory(UNTIL);
  const signal = new AbortController().signal;
  const portal = (known: Set<string>, isMapped = () => true) => ({
    known,
    tell: jest.fn(async (told: readonly DemoEvent[], dryRun: boolean) =>
      told.map(({ id }, i) => {
        // As the API does with what comes twice in one request.
        if (told.findIndex(event => event.id === id) < i) {
          return { id, status: 'repeated' as const };
        }
        if (!isMapped()) return { id, status: 'unmapped' as const };
        const status = known.has(id)
          ? ('repeated' as const)
          : ('accepted' as const);
        if (!dryRun) known.add(id);
        return { id, status };
      }),
    ),
  });

  it('is done once', async () => {
    const { known, tell } = portal(new Set());
    expect(await seed({ events, tell, signal })).toBe('told');
    expect(known.size).toBe(events.length);
    tell.mockClear();
    // On another day the times are others; the events are the same.
    const later = demoHistory(UNTIL + 30 * DAY);
    expect(await seed({ events: later, tell, signal })).toBe('told before');
    expect(tell.mock.calls.filter(([, dryRun]) => !dryRun)).toEqual([]);
  });

  it('waits until the catalog knows the services', async () => {
    let asked = 0;
    const { tell } = portal(new Set(), () => ++asked > 15);
    expect(await seed({ events, tell, signal, everyMs: 0 })).toBe('told');
  });

  it('gives up where the catalog never does', async () => {
    const { known, tell } = portal(new Set(), () => false);
    await expect(
      seed({ events, tell, signal, everyMs: 0, times: 3 }),
    ).rejects.toThrow(/does not know the example services/);
    expect(known.size).toBe(0);
  });

  it('ends when the portal stops', async () => {
    const { known, tell } = portal(new Set());
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(seed({ events, tell, signal: stopped })).rejects.toThrow();
    expect(known.size).toBe(0);
  });
});

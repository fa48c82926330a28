import { DAYS, createDemoHistory } from './history';
import type { DemoEvent } from './history';
import { seed } from './seed';

const UNTIL = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;

const filterByType = <T extends DemoEvent['type']>(
  events: readonly DemoEvent[],
  type: T,
) =>
  events.filter(
    (event): event is Extract<DemoEvent, { type: T }> => event.type === type,
  );

describe('createDemoHistory', () => {
  const events = createDemoHistory(UNTIL);

  it('returns the same events for the same day', () => {
    expect(createDemoHistory(UNTIL)).toEqual(events);
  });

  it('marks all events as demo data', () => {
    expect(events.filter(({ demo }) => !demo)).toEqual([]);
  });

  it('returns no event twice', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('covers the year before the given time, and nothing after it', () => {
    const times = filterByType(events, 'deployment').map(({ finishedAt }) =>
      Date.parse(finishedAt),
    );
    expect(Math.max(...times)).toBeLessThan(UNTIL);
    expect(Math.min(...times)).toBeGreaterThan(UNTIL - (DAYS + 1) * DAY);
    const months = new Set(times.map(at => new Date(at).getUTCMonth()));
    expect(months.size).toBe(12);
  });

  it('has deployments, rollbacks, changes and incidents of each service', () => {
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
      const production = filterByType(own, 'deployment').filter(
        ({ environment }) => environment === 'production',
      );
      const outcomes = production.map(({ outcome }) => outcome);
      expect(outcomes).toContain('rolled_back');
      expect(production.length).toBeGreaterThan(40);
      expect(filterByType(own, 'change').length).toBeGreaterThan(60);
      expect(filterByType(own, 'incident').length).toBeGreaterThan(3);
    }
  });
});

describe('seed', () => {
  const events = createDemoHistory(UNTIL);
  const signal = new AbortController().signal;
  const createPortal = (known: Set<string>, isMapped = () => true) => ({
    known,
    importDeployments: jest.fn(async (sent: readonly { id: string }[]) => {
      sent.forEach(({ id }) => known.add(id));
    }),
    send: jest.fn(async (sent: readonly DemoEvent[], dryRun: boolean) =>
      sent.map(({ id }, i) => {
        // Like the API, when an event occurs twice in one request.
        if (sent.findIndex(event => event.id === id) < i) {
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

  it('imports the events once', async () => {
    const { known, send, importDeployments } = createPortal(new Set());
    const options = { importDeployments, send, signal };
    expect(await seed({ ...options, events })).toBe('imported');
    expect(known.size).toBe(events.length);
    send.mockClear();
    importDeployments.mockClear();
    // On another day the events have other times but the same ids.
    const later = createDemoHistory(UNTIL + 30 * DAY);
    expect(await seed({ ...options, events: later })).toBe('imported before');
    expect(send.mock.calls.filter(([, dryRun]) => !dryRun)).toEqual([]);
    expect(importDeployments).not.toHaveBeenCalled();
  });

  it('leaves a history alone that an earlier version imported as events', async () => {
    const { send, importDeployments } = createPortal(
      new Set(events.map(({ id }) => id)),
    );
    expect(await seed({ events, importDeployments, send, signal })).toBe(
      'imported before',
    );
    expect(importDeployments).not.toHaveBeenCalled();
  });

  it('imports the deployments of example services as those of the portal', async () => {
    const { send, importDeployments } = createPortal(new Set());
    await seed({ events, importDeployments, send, signal });
    const reported = send.mock.calls
      .filter(([, dryRun]) => !dryRun)
      .flatMap(([sent]) => sent);
    // They show what the data-quality panel says about reports of others.
    expect(filterByType(reported, 'deployment').map(({ id }) => id)).toEqual([
      'stray/1',
      'stray/2',
      'stray/3',
    ]);
    const own = importDeployments.mock.calls.flatMap(([sent]) => sent);
    expect(own).toHaveLength(filterByType(events, 'deployment').length - 3);
  });

  it('continues an interrupted import', async () => {
    const portal = createPortal(new Set());
    portal.importDeployments.mockRejectedValueOnce(new Error('stopped'));
    await expect(seed({ ...portal, events, signal })).rejects.toThrow();
    expect(await seed({ ...portal, events, signal })).toBe('imported');
    expect(portal.known.size).toBe(events.length);
  });

  it('waits until the services are in the catalog', async () => {
    let attempts = 0;
    const portal = createPortal(new Set(), () => ++attempts > 15);
    expect(await seed({ ...portal, events, signal, intervalMs: 0 })).toBe(
      'imported',
    );
  });

  it('throws when the services do not appear in the catalog', async () => {
    const portal = createPortal(new Set(), () => false);
    await expect(
      seed({ ...portal, events, signal, intervalMs: 0, maxAttempts: 3 }),
    ).rejects.toThrow(/example services are not in the catalog/);
    expect(portal.known.size).toBe(0);
  });

  it('stops when the portal shuts down', async () => {
    const portal = createPortal(new Set());
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(
      seed({ ...portal, events, signal: stopped }),
    ).rejects.toThrow();
    expect(portal.known.size).toBe(0);
  });
});

import type { Demand, Network, Site } from './queueingModel';
import { buildNetwork, predictShared, solve } from './queueingModel';

const network = (...demands: number[]): Network => ({
  stations: demands.map((demandMs, i) => ({
    name: `station ${i}`,
    demandMs,
    servers: 1,
  })),
  delayMs: 0,
});

describe('solve', () => {
  it('has no queues with one deployment', () => {
    expect(solve({ ...network(4, 6), delayMs: 10 }, 1)).toEqual({
      perSecond: 50,
      latencyMs: 20,
      bottleneck: 'station 1',
      utilization: expect.closeTo(0.3),
    });
  });

  // Two stations with the same demand d: n / (n + 1) of the time each is busy.
  it.each([1, 2, 5, 50])(
    'agrees with the closed form of a balanced network with %d deployments',
    n => {
      expect(solve(network(5, 5), n).perSecond).toBeCloseTo(
        (1_000 / 5) * (n / (n + 1)),
        6,
      );
    },
  );

  it('approaches the limit of the busiest station', () => {
    const { perSecond, bottleneck, utilization } = solve(network(10, 4), 500);
    expect(perSecond).toBeCloseTo(100, 3);
    expect(bottleneck).toBe('station 0');
    expect(utilization).toBeCloseTo(1, 5);
  });

  it('has the latency of an idle station however many servers it has', () => {
    const stations = [{ name: 'station', demandMs: 12, servers: 4 }];
    expect(solve({ stations, delayMs: 0 }, 1).latencyMs).toBeCloseTo(12);
    expect(solve({ stations, delayMs: 0 }, 1_000).perSecond).toBeCloseTo(
      (4 * 1_000) / 12,
      0,
    );
  });
});

describe('the network of a site', () => {
  const demand: Demand = {
    replicaMs: 8,
    postgresMs: 4,
    statements: 20,
    commits: 6,
    notifyingCommits: 1,
  };
  const site: Site = {
    replicas: 1,
    postgresCores: 4,
    roundTripMs: 0.5,
    syncMs: 1,
    notifyMs: 0.05,
  };
  const at = (over: Partial<Site>, concurrent = 200) =>
    solve(buildNetwork(demand, { ...site, ...over }), concurrent);

  it('is limited by its one replica first', () => {
    expect(at({})).toMatchObject({ bottleneck: 'replicas' });
    expect(at({}).perSecond).toBeCloseTo(1_000 / 8, 0);
  });

  it('stops growing when the commits that notify wait for each other', () => {
    const { perSecond, bottleneck } = at(
      { replicas: 32, postgresCores: 64 },
      1_000,
    );
    expect(bottleneck).toBe('commits that notify');
    expect(perSecond).toBeLessThanOrEqual(1_000 / 1.05);
    expect(perSecond).toBeGreaterThan(900);
  });

  it('has a queue for each replica', () => {
    expect(at({ replicas: 4, postgresCores: 64, syncMs: 0 })).toMatchObject({
      bottleneck: 'replicas',
    });
    expect(
      at({ replicas: 4, postgresCores: 64, syncMs: 0 }).perSecond,
    ).toBeLessThan(500);
  });
});

describe('the prediction for one machine', () => {
  const demand = {
    replicaMs: 8,
    postgresMs: 4,
    clientMs: 8,
    statements: 20,
    commits: 6,
    notifyingCommits: 1,
  };

  it('is limited by all CPUs together', () => {
    const machine = { replicas: 2, cores: 2, syncMs: 0.1 };
    expect(predictShared(demand, machine, 300)).toBeCloseTo(100, 0);
  });

  it('is limited by the thread of one replica', () => {
    const machine = { replicas: 1, cores: 16, syncMs: 0.1 };
    expect(predictShared(demand, machine, 300)).toBe(125);
  });
});

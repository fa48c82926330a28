import type { ReplicaHealth } from '../instance/instanceRunner';
import {
  addReplicas,
  createEmptyState,
  listActive,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { advanceRollingDeployment } from './rollingDeployment';
import {
  abortCandidate,
  addCandidate,
  removeStopped,
  shiftTraffic,
} from './transitions';

interface Limits {
  size: number;
  maxUnavailable: number;
  surge: number;
}

const candidate = ({ size, maxUnavailable, surge }: Limits) => ({
  id: 'new',
  artifact: 'a-new',
  versionName: 'new',
  deploymentId: 'd',
  env: {},
  size,
  maxUnavailable,
  surge,
  rolling: true,
  restart: false,
  now: 1,
});

function baseline(size: number, limits: Limits): InstanceRecord {
  const instance: InstanceRecord = {
    id: 'old',
    artifact: 'a-old',
    versionName: 'old',
    deploymentId: 'before',
    role: 'baseline',
    weight: 100,
    env: {},
    since: 0,
    ...limits,
    size,
    replicas: [],
    nextReplica: 0,
  };
  addReplicas(instance, size);
  return instance;
}

/** Plays the processes: each event is a replica that becomes ready, or a retired one that has stopped. */
class Simulation {
  readonly state: ServiceEnvironmentState;
  readonly health = new Map<string, ReplicaHealth>();
  leastReady = Infinity;
  mostProcesses = 0;

  constructor(...instances: InstanceRecord[]) {
    this.state = {
      ...createEmptyState({ service: 's', environment: 'e' }),
      instances,
    };
    for (const { id } of instances.flatMap(listActive)) {
      this.health.set(id, 'ready');
    }
  }

  advance(): void {
    advanceRollingDeployment(
      this.state,
      id => this.health.get(id) ?? 'unknown',
    );
    const { instances } = this.state;
    this.leastReady = Math.min(this.leastReady, this.countReady());
    this.mostProcesses = Math.max(
      this.mostProcesses,
      instances.flatMap(({ replicas }) => replicas).length,
    );
  }

  /** Runs until nothing more happens. New replicas become ready unless `becomes` says something else. */
  run(becomes: (id: string) => ReplicaHealth = () => 'ready'): void {
    for (let round = 0; round < 100; round++) {
      this.advance();
      const replicas = this.state.instances.flatMap(one => one.replicas);
      const stopping = replicas.find(({ isRetired }) => isRetired);
      const starting = replicas.find(({ id }) => !this.health.has(id));
      if (starting) this.health.set(starting.id, becomes(starting.id));
      else if (stopping) this.remove(stopping.id);
      else return;
    }
    throw new Error('It does not end');
  }

  describe(): string[] {
    return this.state.instances.map(instance => {
      const { id, role, weight } = instance;
      return `${id} ${role} ${weight} %, ${listActive(instance).length}`;
    });
  }

  private remove(id: string): void {
    for (const instance of this.state.instances) {
      instance.replicas = instance.replicas.filter(one => one.id !== id);
    }
    removeStopped(this.state);
  }

  private countReady(): number {
    return this.state.instances
      .flatMap(listActive)
      .filter(({ id }) => this.health.get(id) === 'ready').length;
  }
}

describe('advanceRollingDeployment', () => {
  it.each([
    [4, { size: 4, maxUnavailable: 1, surge: 1 }],
    [4, { size: 4, maxUnavailable: 0, surge: 1 }],
    [4, { size: 4, maxUnavailable: 2, surge: 0 }],
    [4, { size: 4, maxUnavailable: 0, surge: 4 }],
    [4, { size: 4, maxUnavailable: 4, surge: 0 }],
    [2, { size: 5, maxUnavailable: 1, surge: 1 }],
    [8, { size: 3, maxUnavailable: 0, surge: 1 }],
    [1, { size: 2, maxUnavailable: 0, surge: 1 }],
  ])('replaces %i replicas within the limits %j', (before, limits) => {
    const simulation = new Simulation(baseline(before, limits));
    addCandidate(simulation.state, candidate(limits));
    simulation.run();
    expect(simulation.describe()).toEqual([
      'old baseline 0 %, 0',
      `new candidate 100 %, ${limits.size}`,
    ]);
    expect(simulation.state.rollingTo).toBeUndefined();
    expect(simulation.leastReady).toBeGreaterThanOrEqual(
      Math.min(before, limits.size - limits.maxUnavailable),
    );
    expect(simulation.mostProcesses).toBeLessThanOrEqual(
      Math.max(before, limits.size + limits.surge),
    );
  });

  const limits = { size: 4, maxUnavailable: 1, surge: 1 };

  it('starts all replicas of a first version at once', () => {
    const simulation = new Simulation();
    addCandidate(simulation.state, candidate(limits));
    simulation.advance();
    expect(simulation.describe()).toEqual(['new candidate 0 %, 4']);
    simulation.run();
    expect(simulation.describe()).toEqual(['new candidate 100 %, 4']);
  });

  it('gives each version the share of its ready replicas', () => {
    const simulation = new Simulation(baseline(4, limits));
    addCandidate(simulation.state, candidate(limits));
    simulation.advance();
    expect(simulation.describe()).toEqual([
      'old baseline 100 %, 3',
      'new candidate 0 %, 1',
    ]);
    simulation.health.set('new-0', 'ready');
    simulation.advance();
    expect(simulation.describe()).toEqual([
      'old baseline 66.7 %, 2',
      'new candidate 33.3 %, 1',
    ]);
    expect(() => shiftTraffic(simulation.state, 'new', 50)).toThrow(
      'still being replaced in batches',
    );
  });

  it('stops at a new replica that fails, and restores the old ones when it is aborted', () => {
    const simulation = new Simulation(baseline(4, limits));
    addCandidate(simulation.state, candidate(limits));
    simulation.run(id => (id === 'new-2' ? 'unready' : 'ready'));
    const failing = simulation.state.instances[1]!.replicas.find(
      ({ id }) => id === 'new-2',
    )!;
    failing.failure = { code: 'x', message: 'x', retryable: true };
    const stopped = simulation.describe();
    simulation.run();
    expect(simulation.describe()).toEqual(stopped);
    expect(simulation.leastReady).toBe(3);

    expect(abortCandidate(simulation.state, 'new', 'd')).toEqual({
      instanceId: 'old',
    });
    simulation.run();
    expect(simulation.describe()).toEqual(['old baseline 100 %, 4']);
    expect(simulation.state.rollingTo).toBeUndefined();
    expect(simulation.leastReady).toBe(3);
    expect(simulation.mostProcesses).toBeLessThanOrEqual(5);
  });

  it('restores the old version when it is aborted after all replicas were replaced', () => {
    const simulation = new Simulation(baseline(4, limits));
    addCandidate(simulation.state, candidate(limits));
    simulation.run();
    abortCandidate(simulation.state, 'new', 'd');
    simulation.run();
    expect(simulation.describe()).toEqual(['old baseline 100 %, 4']);
    expect(simulation.leastReady).toBe(3);
  });

  it('drops the new version at once when no old replica has been stopped', () => {
    const gentle = { size: 4, maxUnavailable: 0, surge: 1 };
    const simulation = new Simulation(baseline(4, gentle));
    addCandidate(simulation.state, candidate(gentle));
    simulation.advance();
    expect(abortCandidate(simulation.state, 'new', 'd')).toBeUndefined();
    expect(simulation.describe()).toEqual([
      'old baseline 100 %, 4',
      'new retired 0 %, 0',
    ]);
  });

  it('replaces a version of which no replica is ready', () => {
    const simulation = new Simulation(baseline(4, limits));
    for (const id of simulation.health.keys()) {
      simulation.health.set(id, 'unready');
    }
    addCandidate(simulation.state, candidate(limits));
    simulation.run();
    expect(simulation.describe()).toEqual([
      'old baseline 0 %, 0',
      'new candidate 100 %, 4',
    ]);
  });

  it('retires nothing before it knows what is ready, as after a restart of the backend', () => {
    const simulation = new Simulation(baseline(4, limits));
    simulation.health.clear();
    addCandidate(simulation.state, candidate(limits));
    simulation.advance();
    expect(simulation.describe()).toEqual([
      'old baseline 100 %, 4',
      'new candidate 0 %, 1',
    ]);
  });

  it('lets what another deployment left half replaced serve until the next version is ready', () => {
    const simulation = new Simulation(baseline(4, limits));
    addCandidate(simulation.state, candidate(limits));
    simulation.run(id => (id === 'new-1' ? 'unready' : 'ready'));
    addCandidate(simulation.state, { ...candidate(limits), id: 'next' });
    simulation.run();
    expect(simulation.describe()).toEqual([
      'old baseline 0 %, 0',
      'next candidate 100 %, 4',
    ]);
    expect(simulation.leastReady).toBe(3);
  });
});

import type { ReplicaHealth } from '../instance/instanceRunner';
import {
  createEmptyState,
  type InstanceRecord,
} from '../state/serviceEnvironmentState';
import { buildProxyTable } from './buildProxyTable';

const instance = (
  role: InstanceRecord['role'],
  weight: number,
  size = 1,
): InstanceRecord => ({
  id: role,
  role,
  weight,
  artifact: role,
  versionName: role,
  deploymentId: 'd',
  env: {},
  since: 0,
  size,
  maxUnavailable: 0,
  surge: 1,
  replicas: Array.from({ length: size }, (_, index) => ({
    id: `${role}-${index}`,
    port: 1_000 + index,
  })),
  nextReplica: size,
});

/** Weights and replicas by instance, if replicas have these states of health. The others are ready. */
function route(
  instances: InstanceRecord[],
  health: Record<string, ReplicaHealth>,
) {
  const state = createEmptyState({ service: 's', environment: 'e' });
  const { routes, candidate, freshBaseline } = buildProxyTable(
    { ...state, instances },
    id => health[id] ?? 'ready',
  );
  return {
    routes: routes.map(one => [
      one.instance,
      one.weight,
      one.replicas.map(({ id }) => id),
    ]),
    candidate,
    freshBaseline,
  };
}

describe('buildProxyTable', () => {
  it('routes to the ready replicas of a version, or to all if none is', () => {
    const instances = [instance('baseline', 100, 2)];
    expect(route(instances, { 'baseline-0': 'unready' }).routes).toEqual([
      ['baseline', 100, ['baseline-1']],
    ]);
    expect(
      route(instances, { 'baseline-0': 'unready', 'baseline-1': 'unready' })
        .routes,
    ).toEqual([['baseline', 100, ['baseline-0', 'baseline-1']]]);
  });

  const compared = [
    instance('baseline', 40),
    instance('candidate', 30),
    instance('fresh-baseline', 30, 2),
  ];

  it('routes to a fresh baseline, of which a part is ready', () => {
    expect(route(compared, { 'fresh-baseline-0': 'unready' })).toEqual({
      routes: [
        ['baseline', 40, ['baseline-0']],
        ['candidate', 30, ['candidate-0']],
        ['fresh-baseline', 30, ['fresh-baseline-1']],
      ],
      candidate: 'candidate',
      freshBaseline: 'fresh-baseline',
    });
  });

  it.each(['unready', 'unknown'] as const)(
    'gives the baseline the share of a fresh baseline that is %s',
    health => {
      expect(
        route(compared, {
          'fresh-baseline-0': health,
          'fresh-baseline-1': health,
        }).routes,
      ).toMatchObject([
        ['baseline', 70, {}],
        ['candidate', 30, {}],
        ['fresh-baseline', 0, {}],
      ]);
    },
  );
});

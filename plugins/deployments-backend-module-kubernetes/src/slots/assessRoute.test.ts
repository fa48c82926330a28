import type { HttpRoute } from '../client/trafficObjects';
import { assessRoute } from './assessRoute';

const buildRoute = (
  ...parents: { type: string; status: 'True' | 'False'; seen: number }[][]
): HttpRoute => ({
  metadata: { name: 'shop', uid: 'uid-1', generation: 3 },
  status: {
    parents: parents.map((conditions, index) => ({
      parentRef: { name: `gateway-${index}` },
      conditions: conditions.map(({ seen, ...condition }) => ({
        ...condition,
        observedGeneration: seen,
      })),
    })),
  },
});

const accepted = { type: 'Accepted', status: 'True' as const, seen: 3 };
const resolved = { type: 'ResolvedRefs', status: 'True' as const, seen: 3 };

describe('assessRoute', () => {
  it.each<[string, HttpRoute, string]>([
    ['every parent uses it', buildRoute([accepted, resolved]), 'accepted'],
    ['no parent has reported', buildRoute(), 'pending'],
    [
      'a parent has seen an earlier generation',
      buildRoute([accepted, resolved], [{ ...accepted, seen: 2 }, resolved]),
      'pending',
    ],
    ['a condition is missing', buildRoute([accepted]), 'pending'],
    [
      'a parent does not use it',
      buildRoute([accepted, { ...resolved, status: 'False' }]),
      'rejected',
    ],
    [
      'an earlier generation was refused',
      buildRoute([accepted, { ...resolved, status: 'False', seen: 2 }]),
      'pending',
    ],
  ])('if %s', (_, route, state) => {
    expect(assessRoute(route)).toMatchObject({ state });
  });
});

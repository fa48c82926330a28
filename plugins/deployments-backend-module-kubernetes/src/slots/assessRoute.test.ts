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

/** A route with parents of its own, of which some have reported. */
const buildRouteFor = (
  parentRefs: NonNullable<HttpRoute['spec']>['parentRefs'],
  ...reported: NonNullable<HttpRoute['spec']>['parentRefs'] & object
): HttpRoute => {
  const route = buildRoute(...reported.map(() => [accepted, resolved]));
  return {
    metadata: { ...route.metadata, namespace: 'shop' },
    spec: { parentRefs },
    status: {
      parents: route.status?.parents?.map((parent, index) => ({
        ...parent,
        parentRef: reported[index],
      })),
    },
  };
};

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
    [
      'one of two parents has not reported',
      buildRouteFor([{ name: 'one' }, { name: 'two' }], { name: 'one' }),
      'pending',
    ],
    [
      'a parent of the same name in another namespace has not reported',
      buildRouteFor([{ name: 'one' }, { name: 'one', namespace: 'other' }], {
        name: 'one',
        namespace: 'shop',
      }),
      'pending',
    ],
    [
      'one of two listeners has not reported',
      buildRouteFor(
        [
          { name: 'one', sectionName: 'http' },
          { name: 'one', sectionName: 'https' },
        ],
        { name: 'one', sectionName: 'http' },
      ),
      'pending',
    ],
    [
      'all parents have reported, with the defaults written out',
      buildRouteFor(
        [{ name: 'one' }, { name: 'two', sectionName: 'http' }],
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          namespace: 'shop',
          name: 'one',
        },
        { name: 'two', sectionName: 'http' },
      ),
      'accepted',
    ],
  ])('if %s', (_, route, state) => {
    expect(assessRoute(route)).toMatchObject({ state });
  });
});

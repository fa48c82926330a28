import type { HttpRoute } from '../client/trafficObjects';
import { buildSlotInstances } from './buildSlotInstances';
import { toSnapshot } from './__testUtils__/modelCluster';
import {
  buildSlot,
  buildSteady,
  DIGEST_3,
  SETTINGS,
} from './__testUtils__/slotsFixture';

const beside = toSnapshot({
  ...buildSteady(),
  b: buildSlot('b', { image: DIGEST_3, replicas: 5 }),
});
const buildRoute = (stable: number, candidate: number): HttpRoute => ({
  metadata: { name: 'shop', uid: 'uid-1' },
  spec: {
    rules: [
      {
        backendRefs: [
          { name: 'checkout', weight: stable },
          { name: 'checkout-b', weight: candidate },
        ],
      },
    ],
  },
});

const listWeights = (observed: Parameters<typeof buildSlotInstances>[0]) =>
  buildSlotInstances(observed, SETTINGS).map(({ id, weight }) => [id, weight]);

describe('the instances of slots', () => {
  it('get the traffic of the Service if it selects them, however many pods the others have', () => {
    expect(listWeights(beside)).toEqual([
      ['checkout-a-111', 100],
      ['checkout-b-333', 0],
    ]);
  });

  it.each([
    [90, 10],
    [87.5, 12.5],
    [99.5, 0.5],
  ])(
    'get what the route says, however many pods they have: %d and %d',
    (stable, candidate) => {
      // The Gateway API has whole weights only.
      const route = buildRoute(stable * 10, candidate * 10);
      expect(listWeights({ ...beside, route })).toEqual([
        ['checkout-a-111', stable],
        ['checkout-b-333', candidate],
      ]);
    },
  );

  it('have a URL of their own if the settings say which', () => {
    const [a] = buildSlotInstances(beside, {
      ...SETTINGS,
      slotUrl: 'https://{slot}.example.com',
    });
    expect(a?.url).toBe('https://checkout-a.example.com');
  });
});

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
const route: HttpRoute = {
  metadata: { name: 'shop', uid: 'uid-1' },
  spec: {
    rules: [
      {
        backendRefs: [
          { name: 'checkout', weight: 90 },
          { name: 'checkout-b', weight: 10 },
        ],
      },
    ],
  },
};

const listWeights = (observed: Parameters<typeof buildSlotInstances>[0]) =>
  buildSlotInstances(observed, SETTINGS).map(({ id, weight }) => [id, weight]);

describe('the instances of slots', () => {
  it('get the traffic of the Service if it selects them, however many pods the others have', () => {
    expect(listWeights(beside)).toEqual([
      ['checkout-a-111', 100],
      ['checkout-b-333', 0],
    ]);
  });

  it('get what the route says, however many pods they have', () => {
    expect(listWeights({ ...beside, route })).toEqual([
      ['checkout-a-111', 90],
      ['checkout-b-333', 10],
    ]);
  });

  it('have a URL of their own if the settings say which', () => {
    const [a] = buildSlotInstances(beside, {
      ...SETTINGS,
      slotUrl: 'https://{slot}.example.com',
    });
    expect(a?.url).toBe('https://checkout-a.example.com');
  });
});

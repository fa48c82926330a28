import {
  explore,
  type ModelOwner,
  type Sabotage,
} from './__testUtils__/explore';
import { listServed, type ModelObjects } from './__testUtils__/modelCluster';
import {
  abort,
  apply,
  buildContext,
  buildFirst,
  buildSteady,
  finalize,
  shift,
} from './__testUtils__/slotsFixture';
import type { SlotsSnapshot } from './slotObjects';

jest.setTimeout(120_000);

const first = buildContext();
const second = buildContext({ fence: 2 });

const countPods = (objects: ModelObjects, slot: 'workload' | 'a' | 'b') =>
  (objects[slot]?.spec as { replicas?: number } | undefined)?.replicas ?? 0;

/** What owners do together, and what must be true once the last one has finished, whatever the others still do. */
interface Scenario {
  initial: ModelObjects;
  owners: ModelOwner[];
  /** Which Deployments have pods. */
  running: ('workload' | 'a' | 'b')[];
  /** The Deployment that users reach. */
  served: string;
}

const SCENARIOS: Record<string, Scenario> = {
  'a rollback by a new owner, while the earlier one still deploys': {
    initial: buildSteady(),
    owners: [
      {
        effects: [
          apply(first),
          shift(first, 'checkout-b-222', 100),
          finalize(first, 'checkout-b-222'),
        ],
      },
      { effects: [abort(second)] },
    ],
    running: ['a'],
    served: 'checkout-a',
  },
  'a rollback of the first deployment, which two calls of the earlier owner make at the same time':
    {
      initial: buildFirst(),
      owners: [
        { effects: [apply(first)] },
        { effects: [apply(first)] },
        { effects: [abort(second)] },
      ],
      running: ['workload'],
      served: 'checkout',
    },
  'a takeover of the same deployment': {
    initial: buildSteady(),
    owners: [
      { effects: [apply(first), shift(first, 'checkout-b-222', 100)] },
      {
        effects: [
          apply(second),
          shift(second, 'checkout-b-222', 100),
          finalize(second, 'checkout-b-222'),
        ],
      },
    ],
    running: ['b'],
    served: 'checkout-b',
  },
};

/** Explores a scenario. Returns the violation, if there is one. */
function run(
  { initial, owners, running, served }: Scenario,
  sabotage?: Sabotage,
) {
  let ends = 0;
  const result = explore(
    initial,
    owners,
    ({ objects, hasFinished }) => {
      const reached = listServed(objects);
      if (reached.length !== 1) {
        return `Users reach ${reached.join(' and ') || 'nothing'}`;
      }
      if (!hasFinished.at(-1)) return undefined;
      ends++;
      const found = (['workload', 'a', 'b'] as const).filter(
        slot => countPods(objects, slot) > 0,
      );
      return reached[0] === served && `${found}` === `${running}`
        ? undefined
        : `${found} run and users reach ${reached[0]}`;
    },
    {
      isReadTogether: owners.length > 2,
      ...(sabotage ? { sabotage } : {}),
    },
  );
  return { ...result, ends };
}

/** Hides from an owner that others have a higher fence. */
function hideFences(
  snapshot: SlotsSnapshot,
  isHidden: (fence: number) => boolean,
  shown: number,
): SlotsSnapshot {
  for (const object of ['workload', 'a', 'b', 'service', 'record'] as const) {
    const annotations = snapshot[object]?.metadata.annotations;
    if (annotations && isHidden(Number(annotations['slipway.io/fence'] ?? 0))) {
      annotations['slipway.io/fence'] = String(shown);
    }
  }
  return snapshot;
}

const SABOTAGES: Record<string, Sabotage> = {
  'writes are accepted whatever version they are based on': { versions: true },
  'nobody looks at fences': {
    see: (snapshot, fence) => hideFences(snapshot, seen => seen > fence, fence),
  },
  'a new owner raises only the fence of the record': {
    see(snapshot, fence) {
      const { record } = snapshot;
      const seen = record?.metadata.annotations?.['slipway.io/fence'];
      const hidden = hideFences(snapshot, it => it < fence, fence);
      if (seen && record?.metadata.annotations) {
        record.metadata.annotations['slipway.io/fence'] = seen;
      }
      return hidden;
    },
  },
  'slots are created with pods': {
    write: write =>
      write.kind === 'create' && write.object !== 'record'
        ? {
            ...write,
            body: {
              ...write.body,
              spec: { ...(write.body.spec as object), replicas: 2 },
            },
          }
        : write,
  },
};

describe('owners of slots that work at the same time, in all interleavings of their requests', () => {
  it.each(Object.entries(SCENARIOS))(
    'end as the last one wants, and always serve one version: %s',
    (_, scenario) => {
      const { violation, states, ends } = run(scenario);
      expect(violation).toBeUndefined();
      expect(ends).toBeGreaterThan(100);
      expect(states).toBeGreaterThan(1_000);
    },
  );

  it.each(Object.entries(SABOTAGES))('would not if %s', (_, sabotage) => {
    const violations = Object.values(SCENARIOS).map(
      scenario => run(scenario, sabotage).violation,
    );
    expect(violations).toContainEqual(
      expect.stringMatching(/run and users reach|Users reach .* and/),
    );
  });
});

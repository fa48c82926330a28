import type { Workload } from '../../client/kubernetesObjects';
import { DIGEST_1 } from '../../__testUtils__/buildDeployment';
import type {
  ModelObjects,
  Stored,
} from '../../slots/__testUtils__/modelCluster';
import { serveObjects } from '../../slots/__testUtils__/serveObjects';
import {
  buildFirst,
  buildSlot,
  buildSteady,
  DIGEST_3,
} from '../../slots/__testUtils__/slotsFixture';
import { createKubernetesTarget } from '../kubernetesTarget';

const SETTINGS = { namespace: 'shop', mode: 'slots' };
const CHECKOUT = {
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' as const },
  settings: SETTINGS,
};
const ROUTE: Stored = {
  metadata: { name: 'shop', uid: 'uid-route' },
  spec: { rules: [{ backendRefs: [{ name: 'checkout' }] }] },
};

/** Gives a Deployment the label by which Backstage finds a service's workloads. Slots get it from the pod template. */
function label(stored: Stored | undefined, slot?: string): Stored {
  return {
    ...stored!,
    metadata: {
      ...stored!.metadata,
      labels: {
        'backstage.io/kubernetes-id': 'checkout',
        ...(slot ? { 'slipway.io/slot': slot } : {}),
      },
    },
  };
}

/** Changes the selector of the Service, as `kubectl patch` does. */
function selectByHand(objects: ModelObjects, slot: string): ModelObjects {
  return {
    ...objects,
    service: {
      ...objects.service!,
      spec: {
        ports: [{ port: 80 }],
        selector: { app: 'checkout', 'slipway.io/slot': slot },
      },
    },
  };
}

describe('a service that runs in slots', () => {
  let objects: ModelObjects;
  let cluster: Awaited<ReturnType<typeof serveObjects>>;
  beforeEach(async () => {
    objects = buildSteady();
    cluster = await serveObjects(() => objects);
  });
  afterEach(() => cluster.close());

  const discover = (settings: object = {}) =>
    createKubernetesTarget(cluster.pool).discover!({
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'checkout' },
      },
      environment: CHECKOUT.environment,
      settings: { ...SETTINGS, ...settings },
      signal: AbortSignal.timeout(10_000),
    });
  const observe = async () => {
    const target = createKubernetesTarget(cluster.pool);
    const signal = AbortSignal.timeout(10_000);
    const alone = await target.observe({ ...CHECKOUT, signal });
    const [together] = await target.observeMany!([CHECKOUT], { signal });
    expect(together).toEqual({ ...alone, at: expect.any(Number) });
    return alone.instances.map(({ artifact, weight }) => ({
      artifact,
      weight,
    }));
  };

  it('is found as one workload, with the version that users reach', async () => {
    objects = {
      ...objects,
      workload: label(objects.workload),
      a: label(objects.a, 'checkout-a'),
      b: label(objects.b, 'checkout-b'),
    };
    expect(await discover()).toEqual([
      {
        title: 'Deployment checkout in namespace shop of test',
        settings: SETTINGS,
        reason: 'has the label backstage.io/kubernetes-id=checkout',
        observation: expect.objectContaining({
          instances: [
            expect.objectContaining({ artifact: DIGEST_1, weight: 100 }),
          ],
        }),
        missing: [],
      },
    ]);
  });

  it('is found with the commands that allow Slipway to change its Service and route', async () => {
    const service = objects.service!;
    objects = {
      ...objects,
      service: {
        ...service,
        metadata: { ...service.metadata, annotations: {} },
      },
      route: ROUTE,
    };
    const [found] = await discover({ route: { name: 'shop' } });
    expect(
      found?.missing.map(({ code, remedy }) => [code, remedy?.text]),
    ).toEqual([
      [
        'consent_missing',
        "kubectl annotate service/checkout -n shop 'slipway.io/service-environment=component:default/checkout@production'",
      ],
      [
        'consent_missing',
        "kubectl annotate httproute/shop -n shop 'slipway.io/service-environment=component:default/checkout@production'",
      ],
    ]);
  });

  it('is found with the Service of its own name, if the workload has another name', async () => {
    const rename = (stored: Stored | undefined): Stored => ({
      ...stored!,
      metadata: { ...stored!.metadata, name: 'checkout-web' },
    });
    objects = {
      workload: label(rename(buildSlot('workload'))),
      service: rename(buildFirst().service),
    };
    const [found] = await discover();
    expect(found).toMatchObject({
      settings: { ...SETTINGS, workload: 'checkout-web' },
      observation: { instances: [{ artifact: DIGEST_1, weight: 100 }] },
    });
  });

  it('shows what users reach after somebody has switched the Service by hand', async () => {
    objects.b = buildSlot('b', { image: DIGEST_3 });
    expect(await observe()).toEqual([
      { artifact: DIGEST_1, weight: 100 },
      { artifact: DIGEST_3, weight: 0 },
    ]);
    objects = selectByHand(objects, 'checkout-b');
    expect(await observe()).toEqual([
      { artifact: DIGEST_1, weight: 0 },
      { artifact: DIGEST_3, weight: 100 },
    ]);
  });

  it('serves nobody after somebody has switched the Service to a stopped slot', async () => {
    objects = selectByHand(objects, 'checkout-b');
    expect((objects.b as unknown as Workload).spec?.replicas).toBe(0);
    expect(await observe()).toEqual([{ artifact: DIGEST_1, weight: 0 }]);
  });
});

import {
  buildDeployment,
  DIGEST_1,
  DIGEST_2,
} from '../../__testUtils__/buildDeployment';
import type { WorkloadSettings } from '../../config/workloadSettings';
import type { EffectContext } from '../../rollout/effectDecision';
import type { SlotsEffect } from '../decideSlots';
import { planApply } from '../planApply';
import { planAbort, planFinalize, planTraffic } from '../planShift';
import type { Slot } from '../slotObjects';
import type { ModelObjects, Stored } from './modelCluster';

export const DIGEST_3 = DIGEST_1.replace(/1{64}$/, '3'.repeat(64));

export const SETTINGS: WorkloadSettings = {
  namespace: 'shop',
  workload: 'checkout',
  kind: 'Deployment',
  mode: 'slots',
  stableService: 'checkout',
  initContainers: [],
  failFast: true,
  allowManaged: false,
  requireConsent: true,
};

const CONSENT = {
  'slipway.io/service-environment': 'component:default/checkout@production',
};

/** The call of an owner: by default the first one of the deployment `d1`. */
export function buildContext(
  overrides: Partial<EffectContext> = {},
): EffectContext {
  return {
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    deploymentId: 'd1',
    idempotencyKey: 'd1/deploy/1/1',
    fence: 1,
    settings: SETTINGS,
    ...overrides,
  };
}

/** A Deployment `checkout`, or one of its slots. */
export function buildSlot(
  slot: Slot,
  { image = DIGEST_1, replicas = 2 } = {},
): Stored {
  const name = slot === 'workload' ? 'checkout' : `checkout-${slot}`;
  const labels = {
    app: 'checkout',
    ...(slot === 'workload' ? {} : { 'slipway.io/slot': name }),
  };
  const { metadata, spec } = buildDeployment({ image });
  return {
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: '1',
      annotations: { ...metadata.annotations },
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { ...spec?.template, metadata: { labels } },
    },
  };
}

/** The Service `checkout`, which selects a slot. */
function buildService(slot: Slot): Stored {
  return {
    metadata: {
      name: 'checkout',
      uid: 'uid-service',
      resourceVersion: '1',
      annotations: { ...CONSENT },
    },
    spec: {
      selector: {
        app: 'checkout',
        ...(slot === 'workload'
          ? {}
          : { 'slipway.io/slot': `checkout-${slot}` }),
      },
      ports: [{ port: 80 }],
    },
  };
}

/** The Service of a slot, as Slipway creates it. */
function buildSlotService(slot: 'a' | 'b'): Stored {
  const name = `checkout-${slot}`;
  return {
    metadata: { name, uid: `uid-service-${slot}`, annotations: { ...CONSENT } },
    spec: { selector: { 'slipway.io/slot': name } },
  };
}

/** What runs before the first deployment to slots: version 1 in the workload. */
export function buildFirst(): ModelObjects {
  return {
    workload: buildSlot('workload'),
    service: buildService('workload'),
    'service-a': buildSlotService('a'),
    'service-b': buildSlotService('b'),
  };
}

/** What runs between deployments: version 1 in the slot `a`. */
export function buildSteady(): ModelObjects {
  return {
    ...buildFirst(),
    workload: buildSlot('workload', { replicas: 0 }),
    a: buildSlot('a'),
    b: buildSlot('b', { replicas: 0 }),
    service: buildService('a'),
  };
}

const VERSION_2 = { name: '2.0.0', artifact: DIGEST_2 };

/** Starts a version. */
export function apply(
  context: EffectContext,
  version = VERSION_2,
): { context: EffectContext; effect: SlotsEffect } {
  return {
    context,
    effect: {
      kind: 'apply',
      body: { image: version.artifact, restart: false },
      plan: snapshot =>
        planApply(snapshot, context, { version, restart: false }),
    },
  };
}

/** Sends traffic to the candidate. */
export function shift(
  context: EffectContext,
  candidate: string,
  weight: number,
): { context: EffectContext; effect: SlotsEffect } {
  const own = { ...context, idempotencyKey: `${context.deploymentId}/traffic` };
  return {
    context: own,
    effect: {
      kind: 'traffic',
      body: { weight },
      plan: snapshot =>
        planTraffic(snapshot, own, { candidate: { id: candidate }, weight }),
    },
  };
}

/** Stops everything but the candidate. */
export function finalize(
  context: EffectContext,
  candidate: string,
): { context: EffectContext; effect: SlotsEffect } {
  const own = { ...context, idempotencyKey: `${context.deploymentId}/retire` };
  return {
    context: own,
    effect: {
      kind: 'finalize',
      body: {},
      plan: snapshot => planFinalize(snapshot, own, { id: candidate }),
    },
  };
}

/** Returns to the baseline. */
export function abort(context: EffectContext): {
  context: EffectContext;
  effect: SlotsEffect;
} {
  const own = { ...context, idempotencyKey: `${context.deploymentId}/abort` };
  return {
    context: own,
    effect: {
      kind: 'abort',
      body: {},
      plan: snapshot => planAbort(snapshot, own),
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import {
  normalizeImage,
  type ApplyRequest,
  type EffectRequest,
  type TargetHandle,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type { EffectContext } from '../../rollout/effectDecision';
import { readImage } from '../../rollout/readImage';
import { checkObjects, type SlotsEffect } from '../../slots/decideSlots';
import { planApply } from '../../slots/planApply';
import {
  planAbort,
  planFinalize,
  planRemove,
  planTraffic,
} from '../../slots/planShift';
import { withCertainty } from '../retryWrite';
import { pollSlots } from './pollSlots';
import { runSlotsEffect } from './runSlotsEffect';
import type { SlotsClient } from './slotsClient';
import { toContext } from './toContext';

/** How long `cancel` waits until the previous version has the traffic, in milliseconds. */
const CANCEL_WAIT_MS = 10_000;
const CANCEL_POLL_MS = 300;
/** Left of the deadline for the caller. */
const CANCEL_MARGIN_MS = 1_000;

/** Starts a version in the idle slot. */
export async function applyToSlot(
  slots: SlotsClient,
  request: ApplyRequest,
): Promise<TargetHandle> {
  const context = toContext(slots, request);
  const { version, expected } = request;
  const restart = request.restart === true;
  const image = readImage(version);
  await warn(slots, request, context);
  const handle = await runSlotsEffect(slots, request, context, {
    kind: 'apply',
    body: { image: normalizeImage(image) ?? image, restart },
    plan: snapshot =>
      planApply(snapshot, context, {
        version,
        restart,
        ...(expected === undefined ? {} : { expected }),
      }),
  });
  if (!handle) throw new Error('An apply always has an outcome');
  return handle;
}

/** Sends a share of the traffic to the candidate. */
export function shiftTraffic(
  slots: SlotsClient,
  request: EffectRequest & {
    weight: number;
    candidate: Instance;
    routing?: TrafficRouting;
  },
): Promise<TargetHandle | undefined> {
  const { weight, candidate, routing } = request;
  const context = toContext(slots, request);
  return runSlotsEffect(slots, request, context, {
    kind: 'traffic',
    body: { weight, routing: routing ?? null, candidate: candidate.id },
    plan: snapshot =>
      planTraffic(snapshot, context, {
        candidate,
        weight,
        ...(routing ? { routing } : {}),
      }),
  });
}

/** Gives the candidate all traffic and stops all other slots. */
export function finalizeSlots(
  slots: SlotsClient,
  request: EffectRequest & { candidate: Instance },
): Promise<TargetHandle | undefined> {
  const { candidate } = request;
  const context = toContext(slots, request);
  return runSlotsEffect(slots, request, context, {
    kind: 'finalize',
    body: { candidate: candidate.id },
    plan: snapshot => planFinalize(snapshot, context, candidate),
  });
}

/** Gives the baseline all traffic and stops the candidate. */
export function abortSlots(
  slots: SlotsClient,
  request: EffectRequest,
): Promise<TargetHandle | undefined> {
  const context = toContext(slots, request);
  return runSlotsEffect(slots, request, context, buildAbort(context));
}

/** Stops all slots. */
export function removeSlots(
  slots: SlotsClient,
  request: EffectRequest,
): Promise<TargetHandle | undefined> {
  const context = toContext(slots, request);
  return runSlotsEffect(slots, request, context, {
    kind: 'remove',
    body: {},
    plan: snapshot => planRemove(snapshot, context),
  });
}

/** Undoes a deployment and waits a moment for it to take effect. */
export async function cancelSlots(
  slots: SlotsClient,
  request: EffectRequest,
): Promise<'cancelled' | 'unknown'> {
  const handle = await abortSlots(slots, request);
  if (!handle) return 'cancelled';
  const end = Math.min(
    Date.now() + CANCEL_WAIT_MS,
    request.deadline - CANCEL_MARGIN_MS,
  );
  while (Date.now() < end && !request.signal.aborted) {
    const { state } = await pollSlots(slots, { ...request, handle });
    if (state === 'done') return 'cancelled';
    if (state === 'failed') return 'unknown';
    await sleep(CANCEL_POLL_MS);
  }
  return 'unknown';
}

function buildAbort(context: EffectContext): SlotsEffect {
  return {
    kind: 'abort',
    body: {},
    plan: snapshot => planAbort(snapshot, context),
  };
}

/** Warns about what else may change the objects. */
async function warn(
  slots: SlotsClient,
  { log }: ApplyRequest,
  context: EffectContext,
): Promise<void> {
  const [snapshot, autoscaler] = await Promise.all([
    slots.read(),
    slots.findAutoscaler(),
  ]);
  try {
    for (const warning of checkObjects(snapshot, context)) log(warning, 'warn');
  } catch (error) {
    throw withCertainty(error, false);
  }
  if (autoscaler) {
    const { workload } = slots.settings;
    log(
      `The autoscaler ${autoscaler.metadata.name} scales only Deployment ${workload}, which stops after the first deployment. Create one for each of ${workload}-a and ${workload}-b.`,
      'warn',
    );
  }
}

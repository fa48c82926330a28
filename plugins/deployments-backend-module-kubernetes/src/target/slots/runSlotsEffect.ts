import type {
  EffectRequest,
  TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import type { EffectContext } from '../../rollout/effectDecision';
import { decideEffect, type SlotsEffect } from '../../slots/decideSlots';
import { readGoal } from '../../slots/slotsRecord';
import { createHandle } from '../effectHandle';
import { withCertainty } from '../retryWrite';
import type { SlotsClient } from './slotsClient';
import { takeStep } from './takeStep';

/** Left of the deadline, so that the handle gets back to the caller. Polls continue. */
const MARGIN_MS = 3_000;

/**
 * Performs an effect as a sequence of writes, each decided from what was read just before. It returns when Kubernetes has to
 * act first, or when the deadline is near: polls continue with the rest.
 *
 * @returns `undefined` if there is nothing to wait for.
 * @throws FencedError, or EffectError.
 */
export async function runSlotsEffect(
  slots: SlotsClient,
  request: EffectRequest,
  context: EffectContext,
  effect: SlotsEffect,
): Promise<TargetHandle | undefined> {
  let mayHaveChanged = false;
  try {
    for (;;) {
      const { snapshot, decision } = await takeStep(slots, request, read =>
        decideEffect(read, context, effect),
      );
      if (decision.do === 'leave') return undefined;
      const isWrite = decision.do === 'write';
      if (isWrite && !decision.isClaim) mayHaveChanged = true;
      const isLate = Date.now() > request.deadline - MARGIN_MS;
      if (isWrite && !(isLate && mayHaveChanged)) continue;
      const isNothing =
        effect.kind === 'abort' &&
        readGoal(snapshot.record)?.deployment !== context.deploymentId;
      return isNothing
        ? undefined
        : createHandle(snapshot.workload, effect.kind, request.idempotencyKey, {
            isRemoved: false,
          });
    }
  } catch (error) {
    throw mayHaveChanged ? withCertainty(error, true) : error;
  }
}

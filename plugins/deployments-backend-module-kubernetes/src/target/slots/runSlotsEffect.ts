import type {
  EffectRequest,
  TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import type { EffectContext } from '../../rollout/effectDecision';
import { decideEffect, type SlotsEffect } from '../../slots/decideSlots';
import type { ObjectWrite } from '../../slots/slotObjects';
import { readGoal } from '../../slots/slotsRecord';
import { createHandle } from '../effectHandle';
import { retryWrite, withCertainty } from '../retryWrite';
import type { SlotsClient } from './slotsClient';

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
  let tried: ObjectWrite = { kind: 'create', object: 'record', body: {} };
  let mayHaveChanged = false;
  const goOn = () =>
    retryWrite(
      request,
      () => slots.describeWrite(tried),
      async onWrite => {
        const snapshot = await slots.read();
        const decision = decideEffect(snapshot, context, effect);
        if (decision.do === 'write') {
          tried = decision.write;
          if (!decision.isClaim) onWrite();
          await slots.write(decision.write);
        }
        return { snapshot, decision };
      },
    );
  try {
    for (;;) {
      const { snapshot, decision } = await goOn();
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

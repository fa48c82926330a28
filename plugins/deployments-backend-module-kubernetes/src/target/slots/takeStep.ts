import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';
import type { SlotsDecision } from '../../slots/decideSlots';
import type { ObjectWrite, SlotsSnapshot } from '../../slots/slotObjects';
import { retryWrite } from '../retryWrite';
import type { SlotsClient } from './slotsClient';

/**
 * Reads all objects, decides, and performs the write that was decided.
 *
 * @throws FencedError, or EffectError.
 */
export async function takeStep<TDecision extends SlotsDecision>(
  slots: SlotsClient,
  request: EffectRequest,
  decide: (snapshot: SlotsSnapshot) => TDecision,
): Promise<{ snapshot: SlotsSnapshot; decision: TDecision }> {
  let tried: ObjectWrite = { kind: 'create', object: 'record', body: {} };
  return retryWrite(
    request,
    () => slots.describeWrite(tried),
    async onWrite => {
      const snapshot = await slots.read();
      const decision = decide(snapshot);
      if (decision.do === 'write') {
        tried = decision.write;
        if (!decision.isClaim) onWrite();
        await slots.write(decision.write);
      }
      return { snapshot, decision };
    },
  );
}

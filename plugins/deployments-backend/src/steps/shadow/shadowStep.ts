import { cancelUnknownStart, findEffectInProgress } from '../deployCandidate';
import { toEffectRequest } from '../effectRequest';
import { advanceShadow, toCandidateDeployment } from './advanceShadow';
import { readShadowProgress } from './shadowProgress';
import { shadowSchema, type ShadowSettings } from './shadowSettings';
import { sayShadow } from '../../domain/text/stepSentences';
import { describeBySaying } from '../sayingStepKind';

/**
 * Copies requests of the previous version to the new one, whose responses nobody gets, and compares both. Deploys the new
 * version without traffic, unless an earlier step has done that.
 */
export const shadowStep = describeBySaying<ShadowSettings>({
  id: 'shadow',
  schema: shadowSchema,
  timeoutMs: 15 * 60_000,
  changes: () => 'reversible',
  requires: () => ['side-by-side', 'mirror'],
  say: ({ percent, for: forMs }, facts) => sayShadow({ percent, forMs }, facts),
  start(request) {
    return this.poll(request);
  },
  poll: advanceShadow,
  async cancel(request) {
    const { target, candidate: deployed } = request;
    const { deploy, candidate = deployed } = readShadowProgress(request.handle);
    if (candidate) {
      await target.setTraffic?.({
        ...toEffectRequest(request),
        weight: request.trafficWeight,
        candidate,
        routing: {},
      });
      return 'cancelled';
    }
    const handle = findEffectInProgress(deploy);
    return handle
      ? target.cancel({ ...toEffectRequest(request), handle })
      : cancelUnknownStart(request, toCandidateDeployment(request));
  },
});

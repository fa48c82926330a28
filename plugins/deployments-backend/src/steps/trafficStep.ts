import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import {
  listRoutingCapabilities,
  trafficRoutingSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import { trafficWeight } from '../config/schema/trafficWeight';
import { cancelEffect, performEffect } from './longEffect';
import { trafficShare } from './trafficShare';
import { say } from '../domain/text/say';
import { sayTraffic, toPhrase } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z.strictObject({
  /**
   * Percent of the traffic to the new version; the previous version gets the rest. If no previous version is running,
   * any weight above 0 means all the traffic.
   */
  weight: trafficWeight,
  /** Which requests go to the new version, apart from the weight. Default: as an earlier step says. */
  routing: trafficRoutingSchema.optional(),
});

/** Shifts traffic between the previous version and the new one. */
export const trafficStep = describeBySaying<z.infer<typeof schema>>({
  id: 'traffic',
  schema,
  timeoutMs: 2 * 60_000,
  changes: () => 'reversible',
  requires: ({ weight, routing }) => [
    'side-by-side',
    ...(weight === 0 || weight === 100 ? [] : (['weights'] as const)),
    ...listRoutingCapabilities(routing),
  ],
  say: ({ weight }, facts) => sayTraffic(weight, facts),
  start(request) {
    return this.poll(request);
  },
  async poll(request) {
    const { target, candidate, with: settings } = request;
    if (!candidate) {
      throw new EffectError(
        'There is no new version to shift traffic to. Add a deploy step before this step.',
        { code: 'no-candidate', retryable: false },
      );
    }
    if (!target.setTraffic) {
      throw new EffectError(`The target '${target.id}' can't shift traffic`, {
        code: 'unsupported',
        retryable: false,
      });
    }
    const weight = trafficShare(settings.weight, request);
    const setTraffic = target.setTraffic.bind(target);
    return performEffect(request, {
      doing: toPhrase([say('result_shifting', { weight })]),
      start: effect =>
        setTraffic({
          ...effect,
          weight,
          candidate,
          ...(settings.routing && { routing: settings.routing }),
        }),
      done: {
        state: 'succeeded',
        ...toPhrase([
          say('result_share', { weight }),
          ...(weight === settings.weight ? [] : [say('result_alone')]),
        ]),
        effects: { trafficWeight: weight },
      },
    });
  },
  cancel(request) {
    // Without a handle, nothing is in progress after the call. The rollback decides where the traffic goes next.
    return cancelEffect(request, 'cancelled');
  },
});

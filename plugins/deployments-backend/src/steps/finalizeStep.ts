import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { toEffect } from './effect';

const schema = z.strictObject({});

/** Stops what ran before. From here on a rollback brings the last known good version in anew. */
export const finalizeStep: StepKind<z.infer<typeof schema>> = {
  id: 'finalize',
  schema,
  timeoutMs: 5 * 60_000,
  changes: () => 'reversible',
  describe: (_settings, { baseline }) =>
    baseline ? `Stop ${baseline}` : 'Stop what ran before',
  async start(request) {
    const { target, candidate } = request;
    if (!candidate) {
      throw new EffectError(
        'Nothing was brought in, so nothing can take the place of what runs; a deploy step must come first',
        { code: 'no-candidate', retryable: false },
      );
    }
    await target.finalize({ ...toEffect(request), candidate });
    return {
      state: 'succeeded',
      effects: { trafficWeight: 100, baselineRetired: true },
    };
  },
  poll(request) {
    return this.start(request);
  },
  async cancel() {
    return 'unknown';
  },
};

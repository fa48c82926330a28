import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { cancelEffect, performEffect } from './longEffect';
import { say } from '../domain/text/say';
import { sayFinalize, toPhrase } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z.strictObject({});

/** Stops the previous version. After this step, a rollback deploys the last known good version again. */
export const finalizeStep = describeBySaying<z.infer<typeof schema>>({
  id: 'finalize',
  schema,
  timeoutMs: 5 * 60_000,
  changes: () => 'reversible',
  say: (_settings, facts) => sayFinalize(facts),
  start(request) {
    return this.poll(request);
  },
  async poll(request) {
    const { target, candidate } = request;
    if (!candidate) {
      throw new EffectError(
        'There is no new version to replace the previous one. Add a deploy step before this step.',
        { code: 'no-candidate', retryable: false },
      );
    }
    return performEffect(request, {
      doing: toPhrase([say('result_stopping_previous')]),
      start: effect => target.finalize({ ...effect, candidate }),
      done: {
        state: 'succeeded',
        effects: { trafficWeight: 100, baselineRetired: true },
      },
    });
  },
  cancel(request) {
    return cancelEffect(request, 'unknown');
  },
});

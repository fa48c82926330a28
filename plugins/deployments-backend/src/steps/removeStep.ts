import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { cancelEffect, performEffect } from './longEffect';
import { say } from '../domain/text/say';
import { sayRemove, toPhrase } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z.strictObject({});

/** Stops all instances of the service in the environment. It is the only step of a removal. */
export const removeStep = describeBySaying<z.infer<typeof schema>>({
  id: 'remove',
  schema,
  timeoutMs: 10 * 60_000,
  changes: () => 'irreversible',
  requires: () => ['remove'],
  say: (_settings, facts) => sayRemove(facts),
  start(request) {
    return this.poll(request);
  },
  async poll(request) {
    const { target } = request;
    if (!target.remove) {
      throw new EffectError(
        `The target '${target.id}' can't remove a service`,
        {
          code: 'unsupported',
          retryable: false,
        },
      );
    }
    const remove = target.remove.bind(target);
    return performEffect(request, {
      doing: toPhrase([say('result_stopping_all')]),
      start: effect => remove(effect),
      done: { state: 'succeeded', effects: { baselineRetired: true } },
    });
  },
  cancel(request) {
    return cancelEffect(request, 'unknown');
  },
});

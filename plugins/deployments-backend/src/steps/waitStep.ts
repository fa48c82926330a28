import { z } from 'zod';
import { duration } from '../config/schema/durations';
import { say } from '../domain/text/say';
import { toPhrase } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z.strictObject({ for: duration });

const YEAR_MS = 366 * 24 * 60 * 60_000;

/** Waits for a fixed time. */
export const waitStep = describeBySaying<z.infer<typeof schema>>({
  id: 'wait',
  schema,
  timeoutMs: YEAR_MS,
  changes: () => 'none',
  say: settings => [say('step_wait', { periodMs: settings.for })],
  start(request) {
    return this.poll(request);
  },
  async poll({ startedAt, now, with: settings }) {
    const left = startedAt + settings.for - now;
    return left > 0
      ? {
          state: 'running',
          pollAfterMs: left,
          ...toPhrase([say('result_waiting', { periodMs: settings.for })]),
        }
      : {
          state: 'succeeded',
          ...toPhrase([say('result_waited', { periodMs: settings.for })]),
        };
  },
  async cancel() {
    return 'cancelled';
  },
});

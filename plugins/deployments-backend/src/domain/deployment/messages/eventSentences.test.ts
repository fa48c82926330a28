import { Life } from '../__testUtils__/builders';
import { renderSentences } from '../../text/renderSentences';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { listEventSentences } from './eventSentences';

const describeAll = ({ events, state }: Life) =>
  events.map(event => renderSentences(listEventSentences(event, state)));

it('says the events of a deployment without its service and environment', () => {
  const life = new Life({ request: { reason: 'Fixes the cart' } });
  life.pass('deploy', {
    candidate: { id: 'c1', versionName: '1.5.0' },
    trafficWeight: 10,
  });
  life.start('watch');
  life.report('watch', {
    state: 'failed',
    retryable: false,
    verdict: 'failed',
    error: {
      code: 'check-failed',
      message: 'availability was 91 % for 15 s (needs ≥ 99 %)',
      sentences: [
        {
          code: 'check_missed_for',
          params: {
            check: 'availability',
            value: '91 %',
            periodMs: 15_000,
            condition: '≥ 99 %',
          },
        },
      ],
    },
  });
  life.passRollback('restore');
  life.passRollback('verify');
  expect(describeAll(life)).toEqual([
    'ada asked to deploy 1.5.0: Fixes the cart.',
    'Started on the golden path Web service; 1.4.1 is running now.',
    '“deploy” started; it is the first to change the environment.',
    '1.5.0 is ready, next to the previous version.',
    '10 % of the traffic goes to 1.5.0.',
    '“deploy” succeeded.',
    '“watch” started.',
    '“watch” failed: availability was 91 % for 15 s (needs ≥ 99 %).',
    'Rolling back to 1.4.1: availability was 91 % for 15 s (needs ≥ 99 %).',
    'Rollback: Send all traffic back to 1.4.1 and stop 1.5.0: started.',
    'Rollback: Send all traffic back to 1.4.1 and stop 1.5.0: succeeded.',
    'Rollback: Check that 1.4.1 is healthy: started.',
    'Rollback: Check that 1.4.1 is healthy: succeeded, its checks passed.',
    'Rolled back: availability was 91 % for 15 s (needs ≥ 99 %). 1.4.1 was restored; its checks passed.',
  ]);
});

it('says by codes what a step reported and how it ended', () => {
  const life = new Life();
  const report = (code: string, params: object, message: string) => ({
    message,
    sentences: [{ code, params }] as Sentence[],
  });
  life.start('deploy');
  life.report('deploy', {
    state: 'running',
    pollAfterMs: 500,
    ...report('result_deploying', { version: '1.5.0' }, 'Deploying 1.5.0'),
  });
  expect(life.step('deploy').messageSentences).toEqual([
    { code: 'result_deploying', params: { version: '1.5.0' } },
  ]);
  life.report('deploy', {
    state: 'running',
    pollAfterMs: 500,
    message: 'Pod 1',
  });
  expect(life.step('deploy').messageSentences).toBeUndefined();
  life.report('deploy', {
    state: 'succeeded',
    ...report('result_share', { weight: 10 }, '10 % of the traffic'),
  });
  expect(describeAll(life).slice(3)).toEqual([
    '“deploy”: Deploying 1.5.0.',
    '“deploy”: Pod 1.',
    '“deploy” succeeded: 10 % of the traffic.',
  ]);
});

it('says what people did and why', () => {
  const life = new Life();
  life.person({ type: 'pause', reason: 'Lunch' });
  life.person({ type: 'resume' });
  life.person({ type: 'cancel', reason: 'Wrong version' });
  expect(describeAll(life).slice(2)).toEqual([
    'ada paused the deployment: Lunch.',
    'ada resumed the deployment.',
    'The deployment is stopping: Cancelled by ada: Wrong version. Nothing changed.',
    'Cancelled: Cancelled by ada: Wrong version. Nothing changed.',
  ]);
});

it('shows the message of an event that was stored without sentences', () => {
  const { state } = new Life();
  expect(
    renderSentences(
      listEventSentences(
        {
          seq: 9,
          at: 0,
          type: 'stopping',
          stopping: { as: 'failed', message: 'Somebody stopped it.' },
        },
        state,
      ),
    ),
  ).toBe('The deployment is stopping: Somebody stopped it.');
});

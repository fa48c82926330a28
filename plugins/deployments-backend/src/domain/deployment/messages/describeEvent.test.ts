import { Life } from '../__testUtils__/builders';
import { describeEvent } from './describeEvent';

it('describes the events of a deployment in sentences', () => {
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
    },
  });
  life.passRollback('restore');
  life.passRollback('verify');
  expect(life.events.map(event => describeEvent(event, life.state))).toEqual([
    'ada asked to deploy checkout in production (1.5.0): Fixes the cart.',
    'Started on the golden path Web service; 1.4.1 is running now.',
    '“deploy” started; it is the first to change the environment.',
    '1.5.0 is ready, next to the previous version.',
    '10 % of the traffic goes to 1.5.0.',
    '“deploy” succeeded.',
    '“watch” started.',
    '“watch” failed: availability was 91 % for 15 s (needs ≥ 99 %).',
    'Rolling back to 1.4.1: availability was 91 % for 15 s (needs ≥ 99 %).',
    'Rollback: send all traffic back to 1.4.1 and stop 1.5.0 started.',
    'Rollback: send all traffic back to 1.4.1 and stop 1.5.0 succeeded.',
    'Rollback: check that 1.4.1 is healthy started.',
    'Rollback: check that 1.4.1 is healthy succeeded, its checks passed.',
    'Rolled back: Availability was 91 % for 15 s (needs ≥ 99 %), so checkout in production is running 1.4.1 again; its checks passed.',
  ]);
});

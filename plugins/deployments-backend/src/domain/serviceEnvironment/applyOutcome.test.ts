import type { Hold } from '@slipway/backstage-plugin-deployments-common';
import {
  aSnapshot,
  aStep,
  Life,
  MINUTE,
  SECOND,
  T0,
  version,
} from '../deployment/__testUtils__/builders';
import type { RunningVersion } from '../model/serviceEnvironment';
import { applyOutcome } from './applyOutcome';

const OLD: RunningVersion = {
  version: version('1.4.1'),
  since: T0 - 60 * MINUTE,
  by: 'user:default/ben',
  deploymentId: 'd0',
  verification: 'passed',
  verifiedAt: T0 - 60 * MINUTE,
};
const CANDIDATE = { id: 'i2', artifact: 'sha256:1.5.0', versionName: '1.5.0' };

/** The change of a service environment that runs 1.4.1 and is locked by the deployment, unless `before` differs. */
function outcome(
  life: Life,
  before: Partial<Parameters<typeof applyOutcome>[0]> = {},
) {
  return applyOutcome(
    { lockOwner: 'd1', current: OLD, ...before },
    life.events,
    life.state,
  );
}

/** A canary of 1.5.0 whose candidate has been started. */
function candidateStarted(): Life {
  const life = new Life();
  life.pass('deploy', { candidate: CANDIDATE });
  return life;
}

function succeeded(): Life {
  const life = candidateStarted();
  life.pass('watch');
  life.wait(10 * SECOND);
  life.pass('shift', { trafficWeight: 100 });
  life.wait(30 * SECOND);
  life.pass('verify');
  life.pass('retire', { baselineRetired: true });
  return life;
}

function finishRollback(life: Life): void {
  for (const { id } of life.state.rollback?.steps ?? []) {
    life.passRollback(id);
  }
}

describe('a success', () => {
  it('with passed checks makes the version the running and the last known good one, and unlocks the environment', () => {
    const life = succeeded();
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: 'passed',
    });
    expect(outcome(life)).toEqual({
      current: {
        version: version('1.5.0'),
        // Since it first got traffic, not since the deployment ended.
        since: T0 + 10 * SECOND,
        by: 'user:default/ada',
        deploymentId: 'd1',
        verification: 'passed',
        verifiedAt: T0 + 40 * SECOND,
      },
      lastKnownGood: {
        version: version('1.5.0'),
        deploymentId: 'd1',
        at: T0 + 40 * SECOND,
      },
      driftAccepted: null,
      observed: null,
      lockOwner: null,
    });
  });

  it('without checks changes the running version, but not the last known good one', () => {
    const life = new Life({
      snapshot: { steps: [aStep('deploy', { changes: 'reversible' })] },
    });
    life.pass('deploy');
    const change = outcome(life);
    expect(change.current).toMatchObject({
      version: version('1.5.0'),
      verification: 'inconclusive',
    });
    expect(change.current).not.toHaveProperty('verifiedAt');
    expect(change).not.toHaveProperty('lastKnownGood');
    expect(change).not.toHaveProperty('hold');
  });

  it('of a removal leaves no running version', () => {
    const life = new Life({
      request: { kind: 'remove' },
      snapshot: { steps: [aStep('remove', { changes: 'irreversible' })] },
    });
    life.pass('remove');
    expect(outcome(life)).toEqual({
      current: null,
      driftAccepted: null,
      observed: null,
      lockOwner: null,
    });
  });

  it('does not release a lock that another deployment owns', () => {
    expect(outcome(succeeded(), { lockOwner: 'd2' })).not.toHaveProperty(
      'lockOwner',
    );
  });
});

describe('a rollback after a failure', () => {
  it('to a baseline that kept running leaves the running version as it is, and places a hold', () => {
    const life = candidateStarted();
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
    finishRollback(life);
    expect(life.state.status).toBe('rolled_back');
    expect(outcome(life)).toEqual({
      observed: null,
      lockOwner: null,
      hold: {
        reason:
          'The deployment of 1.5.0 to production was rolled back: Availability was 91 % for 15 s (needs ≥ 99 %), so checkout in production is running 1.4.1 again; its checks passed.',
        sentences: [
          { code: 'deployment_rolled_back', params: { version: '1.5.0' } },
          {
            code: 'stated',
            params: { text: 'availability was 91 % for 15 s (needs ≥ 99 %)' },
          },
          { code: 'restored_passed', params: { version: '1.4.1' } },
        ],
        by: 'service:slipway',
        at: new Date(T0).toISOString(),
        deploymentId: 'd1',
      },
    });
  });

  it('that a person asked for places a hold that names the person', () => {
    const life = candidateStarted();
    life.start('watch');
    life.person({ type: 'cancel', reason: 'wrong version' });
    finishRollback(life);
    expect(life.state.status).toBe('rolled_back');
    expect(outcome(life).hold).toMatchObject({
      reason: `The deployment of 1.5.0 to production was rolled back: Cancelled by ada: wrong version. ${life.state.message}`,
      sentences: [
        { code: 'deployment_rolled_back', params: { version: '1.5.0' } },
        { code: 'cancelled_by', params: { person: 'user:default/ada' } },
        { code: 'because', params: { reason: 'wrong version' } },
        { code: 'restored_passed', params: { version: '1.4.1' } },
      ],
    });
  });

  it('that deployed the last known good version again makes it the running one, with a new soak time', () => {
    const life = new Life();
    life.pass('deploy', { candidate: CANDIDATE });
    life.pass('watch');
    life.pass('shift', { trafficWeight: 100 });
    life.pass('verify');
    life.append({ type: 'baselineRetired' });
    life.fail('retire');
    life.wait(MINUTE);
    finishRollback(life);
    expect(life.state.status).toBe('rolled_back');
    expect(outcome(life).current).toMatchObject({
      version: version('1.4.0'),
      since: T0 + MINUTE,
      by: 'service:slipway',
      deploymentId: 'd1',
      verification: 'passed',
    });
  });
});

describe('a failure', () => {
  const failing = (trafficWeight: number) => {
    const life = new Life({ snapshot: aSnapshot({ onFailure: 'fail' }) });
    life.pass('deploy', { candidate: CANDIDATE });
    life.pass('watch');
    life.pass('shift', { trafficWeight });
    life.fail('verify');
    return life;
  };

  it('while the baseline still gets traffic keeps it as the running version', () => {
    const life = failing(50);
    expect(life.state.status).toBe('failed');
    expect(outcome(life)).not.toHaveProperty('current');
  });

  it('after the candidate got all traffic makes it the running version, marked as failed', () => {
    expect(outcome(failing(100)).current).toMatchObject({
      version: version('1.5.0'),
      verification: 'failed',
    });
  });

  it('places a hold that names the deployment', () => {
    expect(outcome(failing(100)).hold).toMatchObject({
      reason: expect.stringMatching(
        /^The deployment of 1\.5\.0 to production failed after it had changed the environment/,
      ),
      deploymentId: 'd1',
    });
  });

  it('does not replace a hold that a person placed', () => {
    const hold: Hold = {
      reason: 'Database migration this week',
      by: 'user:default/ben',
      at: new Date(T0).toISOString(),
    };
    expect(outcome(failing(100), { hold })).not.toHaveProperty('hold');
  });

  it('before anything was changed only releases the lock', () => {
    const life = new Life({
      snapshot: { steps: [aStep('ask'), aStep('deploy', { needs: ['ask'] })] },
    });
    life.fail('ask');
    expect(life.state.status).toBe('failed');
    expect(outcome(life)).toEqual({ lockOwner: null });
  });
});

describe('a deployment in progress', () => {
  it('does not change the service environment', () => {
    const life = candidateStarted();
    expect(outcome(life)).toEqual({});
  });

  it('that is cancelled before it changed anything only releases the lock', () => {
    const life = new Life({
      snapshot: { steps: [aStep('ask'), aStep('deploy', { needs: ['ask'] })] },
    });
    life.person({ type: 'cancel' });
    expect(life.state.status).toBe('cancelled');
    expect(outcome(life)).toEqual({ lockOwner: null });
  });
});

describe('an abandoned deployment', () => {
  it('places a hold, because nobody knows what it changed', () => {
    const life = candidateStarted();
    life.start('watch');
    life.append({ type: 'abandoned', message: 'Ada abandoned it: it hangs.' });
    expect(outcome(life)).toMatchObject({
      lockOwner: null,
      hold: {
        reason: expect.stringMatching(/: Ada abandoned it: it hangs\.$/),
      },
    });
  });
});

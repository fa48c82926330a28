import { aSnapshot, aStep, Life } from '../__testUtils__/builders';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { listOutcomeSentences } from './outcomeSentences';

const VERSION = { version: '1.5.0' };
const CANDIDATE = { id: 'i2', artifact: 'sha256:1.5.0', versionName: '1.5.0' };

const list = ({ state }: Life) => listOutcomeSentences(state);

/** A canary without automatic rollback whose step `failing` failed. */
function failed(trafficWeight: number): Life {
  const life = new Life({ snapshot: aSnapshot({ onFailure: 'fail' }) });
  life.pass('deploy', { candidate: CANDIDATE });
  life.pass('watch');
  life.pass('shift', { trafficWeight });
  life.fail('verify');
  return life;
}

describe('listOutcomeSentences', () => {
  it('has none while the deployment is in progress', () => {
    expect(list(new Life())).toEqual([]);
  });

  it('says whether checks verified the deployed version', () => {
    const life = new Life();
    life.pass('deploy', { candidate: CANDIDATE });
    for (const step of ['watch', 'shift', 'verify']) life.pass(step);
    life.pass('retire', { trafficWeight: 100, baselineRetired: true });
    expect(list(life)).toEqual([{ code: 'running_passed', params: VERSION }]);

    const unchecked = new Life({ snapshot: { steps: [aStep('deploy')] } });
    unchecked.pass('deploy');
    expect(list(unchecked)).toEqual([
      { code: 'running_unverified', params: VERSION },
    ]);
  });

  it('says what was removed', () => {
    const life = new Life({
      request: { kind: 'remove' },
      snapshot: { steps: [aStep('remove', { changes: 'irreversible' })] },
    });
    life.pass('remove');
    expect(list(life)).toEqual([{ code: 'removed' }]);
  });

  it.each([
    [50, { code: 'keeps_traffic', params: { ...VERSION, weight: 50 } }],
    [0, { code: 'left_as_is' }],
  ])(
    'names the failed step and what it left, with %s %% of the traffic',
    (weight, left) => {
      const life = failed(weight);
      const [failure, detail, ...others] = list(life);
      expect(life.state.status).toBe('failed');
      expect(failure).toEqual({
        code: 'step_failed_because',
        params: { step: expect.any(String) },
      });
      expect(detail?.code).toBe('stated');
      expect(life.state.message).toContain(detail?.params?.text);
      expect(others).toEqual([left]);
    },
  );

  it('has the failure that led to a rollback, and the restored version', () => {
    const life = new Life();
    life.pass('deploy', { candidate: CANDIDATE });
    life.fail('watch');
    for (const { id } of life.state.rollback?.steps ?? []) {
      life.passRollback(id);
    }
    expect(life.state.status).toBe('rolled_back');
    expect(list(life)).toEqual([
      { code: 'step_failed_because', params: expect.any(Object) },
      { code: 'stated', params: expect.any(Object) },
      { code: 'restored_passed', params: { version: '1.4.1' } },
    ]);
  });

  it('leaves out the service and the environment of a cancelled deployment', () => {
    const life = new Life();
    life.person({ type: 'cancel', reason: 'Wrong version' });
    expect(life.state.status).toBe('cancelled');
    expect(list(life)).toEqual([
      { code: 'cancelled_by', params: { person: 'user:default/ada' } },
      { code: 'because', params: { reason: 'Wrong version' } },
      { code: 'unchanged' },
    ]);
  });

  it('names who cancelled a deployment while it stops, and while it rolls back', () => {
    const cancelled = [
      { code: 'cancelled_by', params: { person: 'user:default/ada' } },
      { code: 'because', params: { reason: 'Wrong version' } },
    ];
    const stopping = new Life();
    stopping.start('deploy');
    stopping.person({ type: 'cancel', reason: 'Wrong version' });
    const rollingBack = new Life();
    rollingBack.pass('deploy', { candidate: CANDIDATE });
    rollingBack.person({ type: 'cancel', reason: 'Wrong version' });
    expect(rollingBack.state.status).toBe('rolling_back');
    expect(list(rollingBack)).toEqual(cancelled);
    expect(stopping.state.message).toContain('Cancelled by ada');
    expect(list(stopping).slice(0, 2)).toEqual(cancelled);
  });

  it('names the check that failed, with its value and threshold', () => {
    const failure: Sentence = {
      code: 'check_missed',
      params: { check: 'availability', value: '91 %', condition: '≥ 99 %' },
    };
    const life = new Life({ snapshot: aSnapshot({ onFailure: 'fail' }) });
    life.pass('deploy', { candidate: CANDIDATE });
    life.start('watch');
    life.report('watch', {
      state: 'failed',
      retryable: false,
      verdict: 'failed',
      error: {
        code: 'check-failed',
        message: 'availability was 91 % (needs ≥ 99 %)',
        sentences: [failure],
      },
    });
    expect(list(life)).toEqual([failure, { code: 'left_as_is' }]);
  });

  it('shows a state that was stored without sentences as it was written', () => {
    const life = new Life();
    life.person({ type: 'cancel', reason: 'Wrong version' });
    const { sentences: _, ...stored } = life.state;
    expect(listOutcomeSentences(stored)).toEqual([
      { code: 'stated', params: { text: 'Cancelled by ada: Wrong version.' } },
      { code: 'unchanged' },
    ]);
  });
});

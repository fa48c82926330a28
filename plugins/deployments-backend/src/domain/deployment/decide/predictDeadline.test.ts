import type { OnFailure } from '@slipway/backstage-plugin-deployments-common';
import { aCheckStep, aStep, HOUR, Life } from '../__testUtils__/builders';
import type { StepDefinition } from '../snapshot';
import { predictDeadline } from './predictDeadline';

const DAY = 24 * HOUR;

/** A deployment that waits for a decision about the check `watch`, after steps that changed something. */
function undecided(
  onFailure: OnFailure,
  snapshot: NonNullable<ConstructorParameters<typeof Life>[0]>['snapshot'] = {},
  before: StepDefinition = aStep('deploy', {
    use: 'deploy',
    changes: 'reversible',
  }),
): Life {
  const life = new Life({
    snapshot: {
      decideWithinMs: DAY,
      ...snapshot,
      steps: [before, aCheckStep('watch', { onFailure, needs: [before.id] })],
    },
  });
  life.pass(before.id);
  life.start('watch');
  life.report('watch', {
    state: 'undecided',
    verdict: 'inconclusive',
    message: 'Too little data',
  });
  return life;
}

function awaitingApproval(before?: StepDefinition): Life {
  const approve = aStep('ok', {
    use: 'approve',
    needs: before ? [before.id] : [],
  });
  const life = new Life({
    snapshot: {
      decideWithinMs: DAY,
      onFailure: 'rollback',
      steps: [...(before ? [before] : []), approve],
    },
  });
  if (before) life.pass(before.id);
  life.start('ok');
  life.report('ok', {
    state: 'waiting',
    blocker: { kind: 'approval', message: '0 of 1' },
  });
  return life;
}

const irreversible = aStep('migrate', { changes: 'irreversible' });
const CASES: [string, () => Life, string, string][] = [
  ['rolls back', () => undecided('rollback'), 'rollback', 'rolling_back'],
  ['fails with onFailure: fail', () => undecided('fail'), 'fail', 'failed'],
  [
    'asks again after an irreversible step',
    () => undecided('rollback', {}, irreversible),
    'decision',
    'waiting',
  ],
  ['fails if nothing was changed', () => awaitingApproval(), 'fail', 'failed'],
  [
    'rolls back if an approval is missing after a change',
    () => awaitingApproval(aStep('deploy', { changes: 'reversible' })),
    'rollback',
    'rolling_back',
  ],
];

describe('predictDeadline', () => {
  it.each(CASES)('%s, as it then does', (_, build, predicted, status) => {
    const life = build();
    expect(predictDeadline(life.state)).toBe(predicted);
    life.wait(DAY);
    life.tick();
    expect(life.state.status).toBe(status);
  });

  it('predicts another question to the provider if the outcome of a step is unknown', () => {
    const life = new Life({
      snapshot: {
        steps: [aStep('deploy', { changes: 'reversible', timeoutMs: HOUR })],
      },
    });
    life.start('deploy');
    life.report('deploy', { state: 'running', pollAfterMs: DAY });
    life.wait(HOUR);
    for (
      let asked = 0;
      life.state.decideBy === undefined && asked < 10;
      asked++
    ) {
      life.tick();
      life.wait(2 * 60_000);
    }
    expect(life.state.steps[0]).toMatchObject({ outcomeUnknown: true });
    expect(predictDeadline(life.state)).toBe('retry_cancel');
  });

  it('predicts no second rollback while a rollback waits for a step with an unknown outcome', () => {
    const life = undecided('rollback');
    life.wait(DAY);
    life.tick();
    const [step] = life.state.rollback!.steps;
    // It is asked several times before its outcome counts as unknown.
    for (let tries = 0; tries < 10 && !life.state.decideBy; tries++) {
      life.startRollback(step.id);
      life.reportRollback(step.id, { state: 'unknown', message: 'no answer' });
      life.wait(HOUR);
    }
    expect(life.state.decideBy).toBeDefined();
    expect(predictDeadline(life.state)).toBe('retry_cancel');
  });

  it('is undefined without a deadline', () => {
    expect(predictDeadline(new Life().state)).toBeUndefined();
  });
});

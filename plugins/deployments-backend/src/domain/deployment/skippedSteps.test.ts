import type { StepDefinition } from './snapshot';
import { aCheckStep, aStep, Life, MINUTE } from './__testUtils__/builders';

const SKIPPED = 'Its condition does not hold';
const gate = (overrides: Partial<StepDefinition> = {}) =>
  aStep('gate', { use: 'approve', ...overrides });
const deploy = (id: string, needs: string[]) =>
  aStep(id, { use: 'deploy', changes: 'reversible', needs });
const skipped = (id: string, needs: string[]) =>
  aStep(id, { needs, skipped: SKIPPED });

const WAITING = {
  state: 'waiting' as const,
  blocker: { kind: 'approval' as const, message: 'Waits for managers' },
};

/** The work while the first step is running. */
function offeredBehind(steps: StepDefinition[]): string[] {
  const life = new Life({ snapshot: { steps } });
  life.start(steps[0].id);
  if (steps[0].use === 'approve') life.report(steps[0].id, WAITING);
  return life.offered().filter(offer => offer.startsWith('startStep'));
}

describe('a step skipped by its condition is transparent: steps that need it wait for its ancestors', () => {
  it.each<[string, StepDefinition[]]>([
    [
      'one skipped step after the gate',
      [gate(), skipped('migrate', ['gate']), deploy('canary', ['migrate'])],
    ],
    [
      'several skipped steps in a row',
      [
        gate(),
        skipped('one', ['gate']),
        skipped('two', ['one']),
        skipped('three', ['two']),
        deploy('canary', ['three']),
      ],
    ],
    [
      'a skipped step at a join, next to a finished branch',
      [
        gate(),
        skipped('left', ['gate']),
        skipped('right', []),
        deploy('canary', ['left', 'right']),
      ],
    ],
    [
      'a check as the gate',
      [
        aCheckStep('smoke'),
        skipped('migrate', ['smoke']),
        deploy('canary', ['migrate']),
      ],
    ],
    [
      'a wait as the gate',
      [
        aStep('soak', { use: 'wait' }),
        skipped('migrate', ['soak']),
        deploy('canary', ['migrate']),
      ],
    ],
    [
      'a job as the gate',
      [
        aStep('backup', { use: 'http-job', changes: 'reversible' }),
        skipped('migrate', ['backup']),
        deploy('canary', ['migrate']),
      ],
    ],
  ])('%s', (_, steps) => {
    expect(offeredBehind(steps)).toEqual([]);
  });

  it('the next step starts once the gate is passed', () => {
    const life = new Life({
      snapshot: {
        steps: [
          gate(),
          skipped('migrate', ['gate']),
          deploy('canary', ['migrate']),
        ],
      },
    });
    life.start('gate');
    life.report('gate', WAITING);
    life.person({ type: 'approve', stepId: 'gate', groups: [] });
    life.report('gate', { state: 'succeeded' });
    expect(life.offered()).toEqual(['startStep canary']);
  });

  it('a skipped first step blocks nothing', () => {
    const life = new Life({
      snapshot: {
        steps: [skipped('gate', []), deploy('canary', ['gate'])],
      },
    });
    expect(life.offered()).toEqual(['startStep canary']);
  });

  it('a gate that nobody approved in time stays closed', () => {
    const life = new Life({
      snapshot: {
        decideWithinMs: MINUTE,
        onFailure: 'pause',
        steps: [
          gate(),
          skipped('migrate', ['gate']),
          deploy('canary', ['migrate']),
        ],
      },
    });
    life.start('gate');
    life.report('gate', WAITING);
    life.wait(2 * MINUTE);
    life.tick();
    expect(life.offered()).toEqual([]);
    expect(life.step('canary').attempt).toBe(0);
    expect(life.state.status).toBe('failed');
  });

  it('an inconclusive check that a person skips opens only the steps after it', () => {
    const life = new Life({
      snapshot: {
        steps: [
          gate(),
          aCheckStep('smoke'),
          deploy('canary', ['gate', 'smoke']),
        ],
      },
    });
    life.start('gate');
    life.report('gate', WAITING);
    life.start('smoke');
    life.person({ type: 'skipStep', stepId: 'smoke' });
    expect(life.step('smoke').status).toBe('skipped');
    expect(life.offered()).toEqual([]);
  });
});

describe('a deployment that an older release let pass an unapproved gate', () => {
  /** As stored: the gate waits, and the step after the skipped one is already running. */
  function pastTheGate(): Life {
    const life = new Life({
      snapshot: {
        steps: [
          gate(),
          skipped('migrate', ['gate']),
          deploy('canary', ['migrate']),
          aCheckStep('watch', { needs: ['canary'] }),
        ],
      },
    });
    life.start('gate');
    life.report('gate', WAITING);
    life.append({
      type: 'stepStarted',
      stepId: 'canary',
      attempt: 1,
      timeoutAt: life.now + 10 * MINUTE,
      isFirstChange: true,
    });
    return life;
  }

  it('finishes its running step and starts no other before the gate is passed', () => {
    const life = pastTheGate();
    life.report('canary', { state: 'succeeded' });
    expect(life.offered()).toEqual([]);
    expect(life.state.status).toBe('waiting');

    life.person({ type: 'approve', stepId: 'gate', groups: [] });
    life.report('gate', { state: 'succeeded' });
    expect(life.offered()).toEqual(['startStep watch']);
  });

  it('retries a failed step after the gate only once the gate is passed', () => {
    const life = pastTheGate();
    life.append({
      type: 'stepRetrying',
      stepId: 'canary',
      attempt: 1,
      error: { message: 'it broke' },
      retryAt: life.now,
    });
    expect(life.offered()).toEqual([]);
  });

  it('rolls back if the gate is rejected', () => {
    const life = pastTheGate();
    life.report('canary', { state: 'succeeded' });
    life.person({ type: 'reject', stepId: 'gate' });
    expect(life.state.status).toBe('rolling_back');
  });
});

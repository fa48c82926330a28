import { aStep, Life } from '../__testUtils__/builders';

const PATH = {
  snapshot: {
    steps: [
      aStep('first', { changes: 'reversible' }),
      aStep('second', { changes: 'reversible', needs: ['first'] }),
    ],
  },
};

function refuse(life: Life, stepId: string) {
  life.send({
    type: 'refuseStep',
    stepId,
    attempt: 1,
    error: { message: 'There is no value for {{ inputs.ticket }}' },
    retryable: false,
    random: 0,
  });
}

describe('a step that was not sent', () => {
  it('leaves the deployment untouched if no earlier step changed anything', () => {
    const life = new Life(PATH);
    life.start('first');
    expect(life.state.mayHaveChanged).toBe(true);
    life.report('first', {
      state: 'failed',
      retryable: false,
      notSent: true,
      error: { message: 'connection refused' },
    });
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
    expect(life.state.firstChangeAt).toBeUndefined();
  });

  it('keeps the deployment touched since an earlier step', () => {
    const life = new Life(PATH);
    const startedAt = life.now;
    life.pass('first');
    life.wait(60_000);
    refuse(life, 'second');
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      mayHaveChanged: true,
      firstChangeAt: startedAt,
    });
  });

  it('keeps a rollback touched, because the version it reverts is in doubt since its start', () => {
    const life = new Life({
      request: { kind: 'rollback' },
      ...PATH,
    });
    life.start('first');
    life.report('first', {
      state: 'failed',
      retryable: false,
      notSent: true,
      error: { message: 'connection refused' },
    });
    expect(life.state.mayHaveChanged).toBe(true);
  });
});

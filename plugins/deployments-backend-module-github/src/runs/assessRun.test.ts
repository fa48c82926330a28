import type { WorkflowJob, WorkflowRun } from '../client/gitHubResponses';
import { assessActiveRun, assessEndedRun } from './assessRun';

function buildRun(overrides: Partial<WorkflowRun>): WorkflowRun {
  return {
    id: 1,
    number: 7,
    attempt: 1,
    title: '',
    status: 'completed',
    conclusion: undefined,
    url: 'https://github.com/acme/checkout/actions/runs/1',
    createdAt: 0,
    updatedAt: 0,
    startedAt: 0,
    actor: 'alice',
    ...overrides,
  };
}

const BEGUN: WorkflowJob = {
  id: 1,
  name: 'deploy',
  status: 'completed',
  conclusion: 'failure',
  url: undefined,
  steps: [
    {
      name: 'Roll out',
      number: 1,
      status: 'completed',
      conclusion: 'failure',
      startedAt: 1,
    },
  ],
};

describe('a run that has ended', () => {
  it.each([
    ['success', [], 'succeeded', undefined],
    ['failure', [BEGUN], 'run_failed', true],
    ['failure', [], 'run_failed', false],
    ['failure', [{ ...BEGUN, steps: [] }], 'run_rejected', false],
    ['timed_out', [BEGUN], 'run_failed', true],
    ['cancelled', [BEGUN], 'run_cancelled', false],
    ['skipped', [], 'run_skipped', false],
    ['neutral', [], 'run_skipped', false],
    ['action_required', [], 'run_failed', false],
    ['stale', [], 'run_failed', false],
    ['startup_failure', [], 'run_failed', false],
  ])('with %s is %#: %s', (conclusion, jobs, outcome, retryable) => {
    const assessed = assessEndedRun(buildRun({ conclusion }), jobs, undefined);
    expect(assessed.state === 'failed' ? assessed.code : assessed.state).toBe(
      outcome,
    );
    expect(assessed.state === 'failed' ? assessed.retryable : undefined).toBe(
      retryable,
    );
  });

  it('was superseded only if it had not begun when a newer one came', () => {
    const run = buildRun({ conclusion: 'cancelled' });
    const newer = buildRun({ id: 2, number: 8 });
    expect(assessEndedRun(run, [], newer)).toMatchObject({
      code: 'run_superseded',
      retryable: true,
    });
    expect(assessEndedRun(run, [BEGUN], newer)).toMatchObject({
      code: 'run_cancelled',
    });
  });
});

describe('a run that waits', () => {
  const assess = (
    ...pending: Parameters<typeof assessActiveRun>[2][number][]
  ) => assessActiveRun(buildRun({ status: 'waiting' }), [], pending);

  it('names environments and reviewers', () => {
    expect(
      assess({
        environment: 'production',
        reviewers: ['alice', 'bob', 'team platform'],
        until: undefined,
      }),
    ).toEqual({
      state: 'waiting',
      message:
        'Run #7 is waiting for a review of the environment production by alice, bob or team platform. Open the run and review it there.',
    });
  });

  it('says when a timer ends', () => {
    expect(
      assess({ environment: 'production', reviewers: [], until: 5_000 }),
    ).toEqual({
      state: 'waiting',
      message:
        'Run #7 is waiting for the wait timer of the environment production.',
      until: 5_000,
    });
  });
});

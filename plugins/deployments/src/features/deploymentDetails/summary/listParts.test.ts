import { deployment, stepRun } from '../../../__testUtils__/fixtures';
import { listParts } from './listParts';

const at = (seconds: number) =>
  new Date(Date.UTC(2026, 10, 21, 10, 0, seconds)).toISOString();

it('lists the wait for approval, the queue, the steps and the rollback with their durations', () => {
  const parts = listParts(
    deployment({
      status: 'rolled_back',
      requestedAt: at(0),
      startedAt: at(90),
      finishedAt: at(200),
      approvals: [
        { by: 'user:default/bo', at: at(60), decision: 'approve' },
        {
          by: 'user:default/bo',
          at: at(120),
          decision: 'approve',
          stepId: 'sign-off',
        },
      ],
      steps: [
        stepRun({ startedAt: at(90), finishedAt: at(110) }),
        stepRun({
          id: 'watch',
          title: 'Watch',
          startedAt: at(110),
          finishedAt: at(150),
        }),
        stepRun({ id: 'retire', status: 'pending', startedAt: undefined }),
      ],
      rollback: {
        cause: 'failure',
        strategy: 'baseline',
        steps: [],
        startedAt: at(150),
        finishedAt: at(200),
      },
    }),
  );
  expect(
    parts.map(({ kind, title, from, to }) => [
      title ?? kind,
      (to - from) / 1_000,
    ]),
  ).toEqual([
    ['approval', 60],
    ['queue', 30],
    ['Canary 10 %', 20],
    ['Watch', 40],
    ['rollback', 50],
  ]);
});

it('leaves out a wait too short to matter', () => {
  expect(
    listParts(
      deployment({
        requestedAt: at(0),
        startedAt: at(0),
        finishedAt: at(5),
        steps: [],
      }),
    ),
  ).toEqual([]);
});

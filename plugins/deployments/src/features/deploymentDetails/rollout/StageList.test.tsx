import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { deployment, stepRun } from '../../../__testUtils__/fixtures';
import { StageList } from './StageList';

const stages = [
  { weight: 10, forMs: 120_000, untilPromoted: false, analysis: 'web' },
  { weight: 25, forMs: 600_000, untilPromoted: false },
  { weight: 50, forMs: 0, untilPromoted: true },
  { weight: 75, forMs: 0, untilPromoted: false, analysis: 'web' },
];
const step = stepRun({
  stages,
  status: 'running',
  startedAt: new Date(Date.now() - 3_600_000).toISOString(),
  finishedAt: undefined,
});

/** Renders the stages at a weight that was reached some time ago, and returns what each says. */
async function show(weight: number, ageMs: number, shown = step) {
  await renderInTestApp(
    <StageList
      step={shown}
      deployment={deployment({
        trafficWeight: weight,
        trafficHistory: [
          { at: new Date(Date.now() - ageMs).toISOString(), weight },
        ],
      })}
      clockOffsetMs={0}
    />,
  );
  return screen
    .getAllByRole('listitem')
    .map(item => item.textContent?.replaceAll('\u00a0', ' '));
}

describe('StageList', () => {
  it('shows each stage with what ends it, and how long the current one still takes', async () => {
    expect(await show(25, 60_000)).toEqual([
      '10 %Doneat least 2 min',
      expect.stringMatching(/^25 %Current stage(9 min|8 min 5\d s) left$/),
      '50 %Not starteduntil promoted',
      '75 %Not starteduntil the analysis allows more',
      '100 %Not startedall of the traffic',
    ]);
    expect(screen.getByText('25 %').closest('li')).toHaveAttribute(
      'aria-current',
      'step',
    );
  });

  it('names the stage at which it was rolled back', async () => {
    const finishedAt = new Date().toISOString();
    const [first, second, third] = await show(25, 60_000, {
      ...step,
      status: 'undone',
      finishedAt,
    });
    expect(first).toMatch(/^10 %Done/);
    expect(second).toMatch(/^25 %Rolled back here/);
    expect(third).toMatch(/^50 %Not reached/);
  });

  it('says that a stage waits for its analysis when its time is over', async () => {
    const [first] = await show(10, 600_000);
    expect(first).toBe('10 %Current stageuntil the analysis allows more');
  });
});

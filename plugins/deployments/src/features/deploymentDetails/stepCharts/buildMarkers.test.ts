import { deployment, stepRun, WATCH } from '../../../__testUtils__/fixtures';
import {
  buildStepMarkers,
  buildWeightMarkers,
  selectMarkers,
} from './buildMarkers';

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);

describe('the markers of a chart', () => {
  it('show the other steps and the steps of the rollback', () => {
    const shown = deployment({
      steps: [
        stepRun(),
        { ...WATCH, startedAt: '2026-11-21T10:00:20Z' },
        stepRun({ id: 'later', startedAt: undefined }),
      ],
      rollback: {
        cause: 'failure',
        strategy: 'baseline',
        startedAt: '2026-11-21T10:01:30Z',
        steps: [
          {
            id: 'abort',
            title: 'Stop 1.4.2',
            status: 'succeeded',
            attempt: 1,
            startedAt: '2026-11-21T10:01:30Z',
          },
        ],
      },
    });
    expect(buildStepMarkers(shown, 'watch')).toEqual([
      { at: at('10:00:05'), label: 'Canary 10 %' },
      { at: at('10:01:30'), label: 'Stop 1.4.2' },
    ]);
  });

  it('begin with the share of the traffic that is in force, and leave out what is outside the period', () => {
    const weights = buildWeightMarkers([
      { at: '2026-11-21T10:00:00Z', weight: 5 },
      { at: '2026-11-21T10:00:10Z', weight: 10 },
      { at: '2026-11-21T10:01:00Z', weight: 50 },
      { at: '2026-11-21T10:05:00Z', weight: 100 },
    ]);
    const steps = [
      { at: at('10:00:05'), label: 'Canary' },
      { at: at('10:01:30'), label: 'Verify' },
    ];
    expect(
      selectMarkers(weights, steps, {
        from: at('10:00:20'),
        to: at('10:02:00'),
      }),
    ).toEqual([
      { at: at('10:00:20'), label: '10\u00a0%' },
      { at: at('10:01:00'), label: '50\u00a0%' },
      { at: at('10:01:30'), label: 'Verify' },
    ]);
  });
});

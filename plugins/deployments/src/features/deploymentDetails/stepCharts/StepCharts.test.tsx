import { renderInTestApp } from '@backstage/test-utils';
import type {
  CheckRule,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { deployment } from '../../../__testUtils__/fixtures';
import { CheckChart } from '../checks/CheckChart';
import { StepCharts } from './StepCharts';

jest.setTimeout(90_000);

const P95: CheckRule = {
  name: 'p95',
  provider: 'target',
  measurementTarget: 'candidate',
  condition: '≤ 300 ms',
  unit: 'ms',
  threshold: { atMost: 300 },
};
const AVAILABILITY: CheckRule = {
  name: 'availability',
  provider: 'target',
  measurementTarget: 'candidate',
  condition: '≥ 99 %',
  unit: 'ratio',
  threshold: { atLeast: 0.99 },
};

/** One measurement every ten seconds from 10:01:00 on. */
function measure(check: string, values: number[], baseline?: number) {
  return values.map<Measurement>((value, index) => ({
    seq: index + 1,
    stepId: 'watch',
    check,
    at: new Date(
      Date.parse('2026-11-21T10:01:00Z') + index * 10_000,
    ).toISOString(),
    value,
    samples: 36,
    outcome: 'passed',
    ...(baseline === undefined
      ? {}
      : { baseline: { value: baseline, samples: 320 } }),
  }));
}

const render = (checks: { rule: CheckRule; measurements: Measurement[] }[]) =>
  renderInTestApp(
    <StepCharts
      deployment={deployment({
        trafficHistory: [{ at: '2026-11-21T10:00:50Z', weight: 10 }],
      })}
      stepKey="watch"
    >
      {checks.map(({ rule, measurements }) => (
        <CheckChart
          key={rule.name}
          rule={rule}
          measurements={measurements}
          unit={rule.unit}
          versions={{ candidate: '1.4.2', baseline: '1.4.1' }}
        />
      ))}
    </StepCharts>,
  );

describe('the charts of a step', () => {
  it('are read at one time with the arrow keys, each with its baseline and samples', async () => {
    await render([
      { rule: P95, measurements: measure('p95', [180, 190, 200, 412], 171) },
      {
        rule: AVAILABILITY,
        measurements: measure('availability', [1, 0.998, 0.99, 0.78], 0.999),
      },
    ]);
    const user = userEvent.setup();
    const hint = /^To read all values at one time/;
    expect(screen.getByText(hint)).toBeInTheDocument();

    const [slider] = screen.getAllByRole('slider');
    expect(slider).toHaveAccessibleName('Time in the chart of p95');
    await user.tab();
    expect(slider).toHaveFocus();
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(
        /:01:30 · 1\.4\.2 gets 10\u00a0% of the traffic · p95: 1\.4\.2 412\u00a0ms \(36 samples\), 1\.4\.1 171\u00a0ms \(320 samples\) · availability: 1\.4\.2 78\u00a0% \(36 samples\), 1\.4\.1 99\.9\u00a0% \(320 samples\)$/,
      ),
    );
    await user.keyboard('{ArrowLeft}');
    expect(
      screen.getByText(/:01:20 · .*p95: 1\.4\.2 200 ms .*1\.4\.2 99 % /),
    ).toBeInTheDocument();
    await user.keyboard('{Home}');
    expect(screen.getByText(/:01:00 · .*180 ms/)).toBeInTheDocument();

    await user.tab();
    await user.tab();
    expect(screen.getByText(hint)).toBeInTheDocument();
  });

  it('name the version of each line and the threshold', async () => {
    await render([
      { rule: P95, measurements: measure('p95', [180, 190, 200, 412], 171) },
    ]);
    const legend = screen
      .getAllByRole('listitem')
      .map(item => item.textContent);
    expect(legend).toEqual([
      'candidate 1.4.2',
      'baseline 1.4.1',
      'threshold ≤ 300\u00a0ms',
    ]);
  });

  it('show up to three values in a row, without a cursor', async () => {
    await render([
      { rule: P95, measurements: measure('p95', [180, 190, 412], 171) },
    ]);
    expect(
      screen.getByRole('img', {
        name: 'p95: 3 measurements, needs ≤ 300\u00a0ms',
      }),
    ).toBeInTheDocument();
    const [, list] = screen.getAllByRole('list');
    const values = within(list).getAllByRole('listitem');
    expect(values).toHaveLength(3);
    expect(values[2]).toHaveTextContent(
      /:01:20 1\.4\.2 412 ms \(36 samples\), 1\.4\.1 171 ms \(320 samples\)$/,
    );
    expect(screen.queryByRole('slider')).not.toBeInTheDocument();
    expect(screen.queryByText(/^To read all/)).not.toBeInTheDocument();
  });

  it('show nothing for a single value without a baseline, which is in the heading', async () => {
    await render([{ rule: P95, measurements: measure('p95', [180]) }]);
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });
});

import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { TrafficBar } from './TrafficBar';

describe('TrafficBar', () => {
  it.each([
    [99.5, 0.5],
    [87.5, 12.5],
  ])(
    'shows shares of %d and %d in tenths of a percent',
    async (stable, candidate) => {
      await renderInTestApp(
        <TrafficBar
          shares={[
            { versionName: '1.4.1', weight: stable },
            { versionName: '1.4.2', weight: candidate, candidate: true },
          ]}
        />,
      );
      expect(
        screen.getByText(`1.4.1 ${stable} %, 1.4.2 ${candidate} %`, {
          exact: false,
        }),
      ).toBeInTheDocument();
    },
  );
});

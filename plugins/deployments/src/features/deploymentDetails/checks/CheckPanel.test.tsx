import { renderInTestApp } from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { Verdict } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import { WATCH } from '../../../__testUtils__/fixtures';
import { rootRouteRef } from '../../../routes/routeRefs';
import { CheckPanel } from './CheckPanel';

const render = (verdict: Verdict) =>
  renderInTestApp(
    <CheckPanel
      rule={WATCH.checks[0]}
      state={{
        name: WATCH.checks[0].name,
        verdict,
        passed: 1,
        failed: 0,
        errors: 0,
        noData: 0,
      }}
      measurements={[]}
      versions={{ candidate: '1.4.2', baseline: '1.4.1' }}
      removedAt={undefined}
      endedAt="2026-11-21T10:02:00Z"
      clockOffsetMs={0}
    />,
    {
      mountedRoutes: {
        '/deployments': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );

describe('CheckPanel', () => {
  it.each<Verdict>(['failed', 'error', 'inconclusive'])(
    'links the verdict %s to its section of the troubleshooting page',
    async verdict => {
      await render(verdict);
      expect(
        screen.getByRole('link', { name: /^Troubleshoot: / }),
      ).toHaveAttribute(
        'href',
        `/deployments/troubleshooting#verdict-${verdict}`,
      );
    },
  );

  it('names the provider that measures the check', async () => {
    await render('passed');
    expect(
      screen.getByText(
        new RegExp(`check provider: ${WATCH.checks[0].provider}`),
      ),
    ).toBeInTheDocument();
  });

  it('needs no explanation for a passed check', async () => {
    await render('passed');
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });
});

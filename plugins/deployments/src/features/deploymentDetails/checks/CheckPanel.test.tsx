import { renderInTestApp } from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  CheckState,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import { WATCH } from '../../../__testUtils__/fixtures';
import { rootRouteRef } from '../../../routes/routeRefs';
import { CheckPanel } from './CheckPanel';

const render = (verdict: Verdict, more: Partial<CheckState> = {}) =>
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
        ...more,
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

  it('says by its code what it found', async () => {
    await render('inconclusive', {
      message: 'As the server says it',
      messageSentences: [
        { code: 'check_few' },
        { code: 'measured_few', params: { count: 3, needed: 20 } },
      ],
    });
    expect(
      screen.getByText(
        'No measurement passed and none failed: Only 3 of the 20 samples that the check needs',
      ),
    ).toBeInTheDocument();
  });

  it('shows failed requests and the end of the log beside a failed check', async () => {
    await render('failed', {
      failureSample: {
        at: '2026-11-21T10:01:30Z',
        requests: [
          {
            at: '2026-11-21T10:01:29Z',
            method: 'POST',
            path: '/orders/***?token=',
            status: 500,
            durationMs: 12,
          },
        ],
        logTail: ['TypeError: stock is undefined', '    at checkout'],
      },
    });
    const sample = screen.getByRole('region', { name: 'Why p95 failed' });
    const table = within(sample).getByRole('table', {
      name: '1 failed request of 1.4.2',
    });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      /:01:29POST \/orders\/\*\*\*\?token=50012 ms$/,
    );
    expect(sample).toHaveTextContent(
      'Parts that may be private are shown as ***.',
    );
    expect(
      within(sample).getByRole('group', { name: 'Last log lines of 1.4.2' }),
    ).toHaveTextContent('TypeError: stock is undefined');
  });
});

import { identityApiRef } from '@backstage/core-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  Blocker,
  BlockerKind,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import { rootRouteRef } from '../../routes/routeRefs';
import { BLOCKER_TOPICS } from '../troubleshooting/topics';
import { BlockerList } from './BlockerList';

const render = (blockers: Blocker[]) =>
  renderInTestApp(
    <TestApiProvider
      apis={[
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/ana',
            ownershipEntityRefs: ['user:default/ana', 'group:default/shop'],
          }),
        ],
      ]}
    >
      <BlockerList blockers={blockers} />
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/deployments': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );

describe('BlockerList', () => {
  it('links each kind of blocker to its section of the troubleshooting page, in a new tab', async () => {
    const kinds = Object.keys(BLOCKER_TOPICS) as BlockerKind[];
    await render(kinds.map(kind => ({ kind, message: `Blocked by ${kind}` })));
    for (const kind of kinds) {
      const item = screen
        .getByText(`Blocked by ${kind}`)
        .closest<HTMLElement>('li')!;
      const link = within(item).getByRole('link', { name: /^Troubleshoot: / });
      expect(link).toHaveAttribute(
        'href',
        `/deployments/troubleshooting#${BLOCKER_TOPICS[kind]}`,
      );
      expect(link).toHaveAttribute('target', '_blank');
    }
    expect(
      screen.getByRole('link', {
        name: 'Troubleshoot: Unknown outcome (opens in a new tab)',
      }),
    ).toBeInTheDocument();
  });

  it('shows whom to ask elsewhere, and where', async () => {
    await render([
      {
        kind: 'external',
        message: 'Waits for a review of the change',
        ask: ['group:default/platform'],
        links: [{ title: 'Review 12', url: 'https://git.example.com/12' }],
      },
    ]);
    const item = screen.getByRole('listitem');
    expect(item).toHaveTextContent('Ask: platform');
    const review = screen.getByRole('link', { name: /^Review 12/ });
    expect(review).toHaveAttribute('href', 'https://git.example.com/12');
    expect(review).toHaveAttribute('target', '_blank');
    expect(review).toHaveAttribute('rel', 'noopener');
  });

  it.each<[string, Partial<Blocker>, string]>([
    [
      'the reader, if nobody else can help',
      { kind: 'slot', ask: ['user:default/ana'] },
      'Responsible: you · Troubleshoot',
    ],
    [
      "the reader's team, and whom else to ask",
      {
        kind: 'condition',
        ask: ['group:default/shop', 'group:default/platform'],
      },
      'Responsible: shop (your team) · Ask: platform · Troubleshoot',
    ],
    [
      'the reader among the people who can approve',
      {
        kind: 'approval',
        unblockedBy: ['group:default/shop'],
        ask: ['user:default/ana', 'user:default/carla'],
      },
      'Can approve: shop (you, carla) · Troubleshoot',
    ],
  ])('names %s', async (_, blocker, text) => {
    await render([{ kind: 'hold', message: 'Blocked', ...blocker }]);
    expect(await screen.findByText(/you/)).toBeInTheDocument();
    expect(screen.getByRole('listitem')).toHaveTextContent(text);
  });

  it('names the start condition, with its end and where to see it', async () => {
    await render([
      {
        kind: 'condition',
        condition: 'no-alerts',
        message: 'HighErrorRate is firing',
        links: [{ title: 'Alerts', url: 'https://alerts.example.com' }],
      },
    ]);
    const item = screen.getByRole('listitem');
    expect(item).toHaveTextContent('HighErrorRate is firing');
    expect(item).toHaveTextContent('Start condition: no-alerts');
    expect(screen.getByRole('link', { name: /^Alerts/ })).toHaveAttribute(
      'href',
      'https://alerts.example.com',
    );
  });

  it('shows the other facts of a blocker before the link', async () => {
    await render([
      { kind: 'slot', message: 'Another one is running', deploymentId: 'd7' },
    ]);
    const links = screen.getAllByRole('link');
    expect(links.map(link => link.textContent)).toEqual([
      'Show the blocking deployment',
      'Troubleshoot',
    ]);
  });
});

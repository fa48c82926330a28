import type {
  Environment,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import {
  deploymentSummary,
  overview,
  STAGING_STATE,
} from '../../../__testUtils__/fixtures';
import { renderEntityPage } from '../../../__testUtils__/renderApp';
import {
  answers,
  everydayHandlers,
  server,
  withServer,
} from '../../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

function stage(
  name: string,
  tier: Environment['tier'],
  from?: string,
  more: Partial<EnvironmentState> = {},
): EnvironmentState {
  return {
    ...STAGING_STATE,
    environment: {
      ...STAGING_STATE.environment,
      name,
      title: name,
      tier,
      ...(from && { promotesFrom: { environment: from, soakMs: 0 } }),
    },
    promotesTo: [],
    ...more,
  };
}

/** Eight environments, with a regional branch each for Europe and the United States. */
const REGIONAL = [
  stage('Dev', 'development'),
  stage('Test', 'testing', 'Dev'),
  stage('Stage', 'staging', 'Test', {
    promotesTo: ['EU canary', 'US canary'],
  }),
  stage('EU canary', 'production', 'Stage'),
  stage('EU', 'production', 'EU canary'),
  stage('US canary', 'production', 'Stage', {
    current: {
      ...STAGING_STATE.current!,
      version: { id: 'v1', name: '1.0.0', artifact: 'a' },
    },
    behind: {
      environment: 'Stage',
      version: STAGING_STATE.current!.version,
      verified: false,
      commits: 1,
      subjects: [],
      ms: 90 * 60_000,
    },
  }),
  stage('US', 'production', 'US canary'),
  stage('US gov', 'production', 'US', { active: deploymentSummary() }),
];

async function renderPipeline(width?: number) {
  if (width !== undefined) {
    jest
      .spyOn(HTMLElement.prototype, 'clientWidth', 'get')
      .mockReturnValue(width);
    window.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  }
  server.use(
    answers('/services/:ref/overview', overview({ environments: REGIONAL })),
    ...everydayHandlers(),
  );
  renderEntityPage('tab');
  const list = await screen.findByRole(
    'list',
    { name: 'Environments in promotion order' },
    { timeout: 20_000 },
  );
  const cards = within(list).getAllByRole('listitem');
  return {
    columns: new Set(cards.map(card => card.style.gridColumn)).size,
    titles: within(list)
      .getAllByRole('heading', { level: 3 })
      .map(heading => heading.textContent),
    cell: (name: string) => {
      const { gridRow, gridColumn } = screen
        .getByRole('region', { name })
        .closest('li')!.style;
      return [Number(gridRow), Number(gridColumn)];
    },
  };
}

const { ResizeObserver } = window;
afterEach(() => {
  jest.restoreAllMocks();
  window.ResizeObserver = ResizeObserver;
});

const ORDER = [
  'Dev',
  'Test',
  'Stage',
  'EU canary',
  'US canary',
  'EU',
  'US',
  'US gov',
];

describe('a pipeline of eight environments with two regional branches', () => {
  it('shows branches below each other and promotes to the one that is behind', async () => {
    const { titles, cell } = await renderPipeline(2000);
    expect(titles).toEqual(ORDER);
    expect(['Dev', 'Stage', 'EU', 'US'].map(cell)).toEqual([
      [2, 1],
      [2, 3],
      [2, 5],
      [3, 5],
    ]);
    const stageCard = screen.getByRole('region', { name: 'Stage' });
    expect(
      within(stageCard).getByRole('button', {
        name: 'Promote to US canary…',
      }),
    ).toBeEnabled();
    expect(screen.getByRole('region', { name: 'US canary' })).toHaveTextContent(
      '1 commit, 1 h behind Stage',
    );
    expect(screen.getByRole('region', { name: 'US gov' })).toHaveTextContent(
      'Deploying 1.4.2step 2 of 2: Watch',
    );
  });

  it('continues below where it does not fit', async () => {
    const { columns, cell } = await renderPipeline(1120);
    expect(columns).toBe(3);
    expect(['Stage', 'EU canary', 'US canary'].map(cell)).toEqual([
      [2, 3],
      [4, 1],
      [5, 1],
    ]);
  });

  it('is one column in promotion order on a narrow screen', async () => {
    const { columns, titles, cell } = await renderPipeline(360);
    expect(columns).toBe(1);
    expect(titles).toEqual(ORDER);
    const rows = ORDER.map(name => cell(name)[0]);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
  });
});

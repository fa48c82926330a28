import type {
  DoraCard,
  DoraMetrics,
  DoraQuality,
  DoraRow,
  DoraRows,
  DoraSelection,
  Incident,
} from '@slipway/backstage-plugin-deployments-common';
import { SERVICE } from './fixtures';

/** Answers of the delivery metrics' API, with what a test does not care about filled in. */

const TEAM = 'group:default/shop';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const SELECTION: DoraSelection = {
  owners: [TEAM, 'group:default/web'],
  systems: ['system:default/sales'],
  services: [SERVICE, 'component:default/storefront'],
  timeZone: 'Europe/Stockholm',
  timeZones: ['America/New_York', 'Europe/Stockholm', 'UTC'],
  defaultWindowDays: 90,
  bands: [2019, 2021, 2023, 2024],
  hasDemoData: false,
};

function card(
  more: Partial<DoraCard> & Pick<DoraCard, 'metric' | 'unit'>,
): DoraCard {
  return { n: 0, excluded: [], warnings: [], settling: 0, ...more };
}

export const CARDS: DoraCard[] = [
  card({
    metric: 'deployment-frequency',
    unit: 'per-day',
    value: 0.5,
    n: 45,
    previous: 0.4,
    previousN: 36,
    deploymentDaysPerWeek: 2.5,
    excluded: [{ reason: 'rollback', count: 3 }],
    settling: 2,
    band: {
      names: ['high'],
      year: 2024,
      source: 'https://dora.dev/research/2024/dora-report/',
    },
  }),
  card({
    metric: 'change-lead-time',
    unit: 'milliseconds',
    value: 26 * HOUR,
    p75: 2 * DAY,
    p90: 4 * DAY,
    n: 120,
    previous: 20 * HOUR,
    previousN: 100,
    target: DAY,
    breakdown: {
      coding: { value: 10 * HOUR, n: 80 },
      review: { n: 0 },
    },
    warnings: ['2 commits have no author time'],
  }),
  card({
    metric: 'change-fail-rate',
    unit: 'ratio',
    value: 0.125,
    n: 48,
    numerator: 6,
    previous: 0.2,
    previousN: 40,
    target: 0.15,
    band: {
      names: ['elite', 'high'],
      year: 2024,
      source: 'https://dora.dev/research/2024/dora-report/',
    },
  }),
  card({
    metric: 'recovery-time',
    unit: 'milliseconds',
    n: 0,
    previousN: 1,
    open: 1,
    excluded: [{ reason: 'still-open', count: 1 }],
  }),
  card({
    metric: 'rework-rate',
    unit: 'ratio',
    value: 0,
    n: 51,
    numerator: 0,
    previous: 0,
    previousN: 44,
  }),
];

export function metrics(more: Partial<DoraMetrics> = {}): DoraMetrics {
  return {
    from: '2026-10-31T23:00:00Z',
    to: '2026-11-21T23:00:00Z',
    elapsedTo: '2026-11-21T12:00:00Z',
    previous: { from: '2026-10-10T22:00:00Z', to: '2026-10-31T11:00:00Z' },
    interval: 'week',
    timeZone: 'Europe/Stockholm',
    tier: 'production',
    ownership: 'then',
    bandsYear: 2024,
    asOf: '2026-11-21T12:00:00Z',
    hiddenServices: 0,
    demo: false,
    cards: CARDS,
    trend: [
      {
        from: '2026-11-01T23:00:00Z',
        to: '2026-11-08T23:00:00Z',
        label: '2026-11-02',
        partial: false,
        values: [
          { metric: 'deployment-frequency', value: 4, n: 4 },
          {
            metric: 'change-lead-time',
            value: 20 * HOUR,
            p75: DAY,
            p90: 2 * DAY,
            n: 9,
          },
          { metric: 'change-fail-rate', value: 0.25, n: 4, numerator: 1 },
          { metric: 'recovery-time', n: 0 },
          { metric: 'rework-rate', value: 0, n: 4, numerator: 0 },
        ],
      },
      {
        from: '2026-11-08T23:00:00Z',
        to: '2026-11-15T23:00:00Z',
        label: '2026-11-09',
        partial: false,
        values: [
          { metric: 'deployment-frequency', value: 0, n: 0 },
          { metric: 'change-lead-time', n: 0 },
          { metric: 'change-fail-rate', n: 0, numerator: 0 },
          { metric: 'recovery-time', n: 0 },
          { metric: 'rework-rate', n: 0, numerator: 0 },
        ],
      },
      {
        from: '2026-11-15T23:00:00Z',
        to: '2026-11-22T23:00:00Z',
        label: '2026-11-16',
        partial: true,
        values: [
          { metric: 'deployment-frequency', value: 2, n: 2 },
          {
            metric: 'change-lead-time',
            value: 30 * HOUR,
            p75: 3 * DAY,
            p90: 4 * DAY,
            n: 3,
          },
          { metric: 'change-fail-rate', value: 0, n: 2, numerator: 0 },
          { metric: 'recovery-time', n: 0 },
          { metric: 'rework-rate', value: 0, n: 2, numerator: 0 },
        ],
      },
    ],
    ...more,
  };
}

/** Nothing happened in the range. */
export function noMetrics(): DoraMetrics {
  return metrics({
    cards: CARDS.map(({ metric, unit }) => card({ metric, unit })),
    trend: [],
  });
}

export function row(more: Partial<DoraRow> = {}): DoraRow {
  return {
    type: 'deployment',
    id: 'd1',
    deployment: 'd1',
    source: 'portal',
    service: SERVICE,
    environment: 'production',
    at: '2026-11-20T10:00:00Z',
    counted: true,
    hit: false,
    why: 'It did not fail.',
    version: '1.4.2',
    kind: 'deploy',
    outcome: 'succeeded',
    settling: false,
    demo: false,
    ...more,
  };
}

export const FAILED_ROW = row({
  id: 'd2',
  deployment: 'd2',
  version: '1.5.0',
  hit: true,
  why: 'It was rolled back.',
  outcome: 'rolled_back',
  at: '2026-11-19T10:00:00Z',
  incidents: [
    {
      id: 'i1',
      title: 'Payments fail',
      role: 'caused',
      origin: 'inferred',
      startedAt: '2026-11-19T10:01:00Z',
      resolvedAt: '2026-11-19T10:31:00Z',
    },
  ],
});

export const LEFT_OUT_ROW = row({
  id: 'd3',
  deployment: 'd3',
  kind: 'rollback',
  version: '1.4.2',
  counted: false,
  reason: 'rollback',
  why: 'A rollback is recovery, not delivery.',
});

export const CHANGE_ROW = row({
  type: 'change',
  id: 'a1b2c3d4e5f6a7b8',
  title: 'Round totals once',
  url: 'https://git.example.com/checkout/commit/a1b2c3d',
  value: 26 * HOUR,
  why: 'The first successful deployment that contained this commit.',
});

export function rows(more: Partial<DoraRows> = {}): DoraRows {
  const items = more.items ?? [];
  return {
    metric: 'change-fail-rate',
    items,
    totals: {
      counted: items.filter(({ counted }) => counted).length,
      excluded: items.filter(({ counted }) => !counted).length,
    },
    ...more,
  };
}

export const QUALITY: DoraQuality = {
  excluded: [
    { metric: 'deployment-frequency', reason: 'rollback', count: 3 },
    { metric: 'recovery-time', reason: 'still-open', count: 1 },
  ],
  unmappedEvents: 4,
  unmappedServices: [],
  environmentsWithoutTier: [],
  rejectedEvents: 0,
  servicesWithoutIncidents: ['component:default/storefront'],
  services: 2,
  negativeTimes: 0,
  clockSkewEvents: 0,
  links: 4,
  inferredLinks: 1,
  unlinkedIncidents: 0,
  newestUnlinked: [],
};

export function incident(more: Partial<Incident> = {}): Incident {
  return {
    id: 'i1',
    source: 'portal',
    service: SERVICE,
    title: 'Payments fail',
    startedAt: '2026-11-21T10:00:00Z',
    openedBy: 'user:default/ana',
    demo: false,
    links: [
      {
        deployment: 'd2',
        role: 'caused',
        origin: 'inferred',
        version: '1.5.0',
        environment: 'production',
        finishedAt: '2026-11-21T09:50:00Z',
      },
    ],
    ...more,
  };
}

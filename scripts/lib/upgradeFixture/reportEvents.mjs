import { CHECKOUT, INVENTORY } from './services.mjs';

/** Reports events from another pipeline, and opens an incident that this deployment caused. */
export async function reportEvents(api, causedBy) {
  const { results } = await api('POST', '/dora/ingest', {
    source: 'jenkins',
    events: [
      {
        id: 'd1',
        type: 'deployment',
        service: INVENTORY,
        environment: 'production',
        version: '0.0.9',
        outcome: 'succeeded',
        startedAt: '2026-11-20T10:00:00Z',
        finishedAt: '2026-11-20T10:05:00Z',
        commits: ['c1'],
      },
      {
        id: 'd2',
        type: 'deployment',
        service: INVENTORY,
        environment: 'production',
        version: '0.0.10',
        outcome: 'failed',
        startedAt: '2026-11-21T10:00:00Z',
        finishedAt: '2026-11-21T10:05:00Z',
        trafficAt: '2026-11-21T10:02:00Z',
      },
      {
        id: 'i1',
        type: 'incident',
        incident: 'INC-1',
        service: INVENTORY,
        environment: 'production',
        title: 'No stock is shown',
        startedAt: '2026-11-21T10:03:00Z',
        resolvedAt: '2026-11-21T10:30:00Z',
      },
      {
        id: 'x1',
        type: 'deployment',
        service: 'nobody-knows-it',
        environment: 'production',
        version: '1',
        outcome: 'succeeded',
        finishedAt: '2026-11-21T10:05:00Z',
      },
      { id: 'x2', type: 'deployment', service: INVENTORY },
    ],
  });
  const outcomes = results.map(({ status }) => status).join(' ');
  if (outcomes !== 'accepted accepted accepted unmapped rejected') {
    throw new Error(`Not ingested as expected: ${JSON.stringify(results)}`);
  }
  await api('POST', '/dora/incidents', {
    service: CHECKOUT,
    title: 'Prices are wrong',
    causedBy,
  });
}

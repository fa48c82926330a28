import { readSourceEvent } from '../ingestion/sourceEvents';
import { translateAlertmanager } from './alertmanager';
import { translatePagerduty } from './pagerduty';
import { translateWebhook } from './webhook';

const pagerduty = (event_type: string, more: object = {}) => ({
  event: {
    id: '01CHP',
    event_type,
    resource_type: 'incident',
    occurred_at: '2026-03-01T11:00:05Z',
    agent: { id: 'PLH1HKV', type: 'user_reference' },
    client: { name: 'PagerDuty' },
    data: {
      id: 'PGR0VU2',
      type: 'incident',
      html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
      number: 2,
      status: 'triggered',
      incident_key: 'd3640fbd41094207a1c11e58e46b1662',
      created_at: '2026-03-01T11:00:00Z',
      title: 'Checkout answers 500',
      service: { id: 'PF9KMXH', summary: 'Checkout' },
      ...more,
    },
  },
});

describe('PagerDuty reports', () => {
  const incident = {
    id: '01CHP',
    type: 'incident',
    occurredAt: '2026-03-01T11:00:05Z',
    service: 'PF9KMXH',
    incident: 'PGR0VU2',
    title: 'Checkout answers 500',
    url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
    startedAt: '2026-03-01T11:00:00Z',
  };
  it.each<[string, object[]]>([
    ['incident.triggered', [incident]],
    ['incident.acknowledged', [incident]],
    ['incident.reopened', [incident]],
    [
      'incident.resolved',
      [{ ...incident, resolvedAt: '2026-03-01T11:00:05Z' }],
    ],
    ['incident.annotated', []],
    ['pagey.ping', []],
    ['constructor', []],
  ])('%s', (type, expected) => {
    const { events } = translatePagerduty(pagerduty(type));
    expect(events).toEqual(expected);
    expect(events.every(e => readSourceEvent(e).result === 'read')).toBe(true);
  });

  it('a start with the precision that it has', () => {
    const { events } = translatePagerduty(
      pagerduty('incident.triggered', { created_at: undefined }),
    );
    expect(events).toMatchObject([{ startedAt: '2026-03-01T11:00:05Z' }]);
  });

  it('nothing for an invalid event', () => {
    expect(translatePagerduty(null).events).toEqual([]);
    expect(translatePagerduty({ event: [] }).events).toEqual([]);
  });
});

const alert = (more: object = {}) => ({
  status: 'firing',
  labels: {
    alertname: 'HighErrorRate',
    service: 'checkout-svc',
    'app.kubernetes.io/name': 'checkout',
  },
  annotations: { summary: 'Checkout answers 500', runbook_url: 'x' },
  startsAt: '2026-03-01T11:00:00.123456789Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example.com/graph?g0.expr=up',
  fingerprint: '5b8f3d7a',
  ...more,
});
const alertmanager = (...alerts: unknown[]) => ({
  version: '4',
  groupKey: '{}:{alertname="HighErrorRate"}',
  status: 'firing',
  receiver: 'slipway',
  externalURL: 'https://alertmanager.example.com',
  alerts,
});

describe('Alertmanager reports', () => {
  const settings = { serviceLabel: 'service', environmentLabel: 'environment' };
  const incident = {
    id: '5b8f3d7a/2026-03-01T11:00:00.123456789Z/firing',
    type: 'incident',
    service: 'checkout-svc',
    incident: '5b8f3d7a/2026-03-01T11:00:00.123456789Z',
    alert: '5b8f3d7a',
    title: 'Checkout answers 500',
    url: 'https://prometheus.example.com/graph?g0.expr=up',
    startedAt: '2026-03-01T11:00:00.123456789Z',
  };

  it('firing and resolved alerts', () => {
    const { events } = translateAlertmanager(
      alertmanager(
        alert(),
        alert({
          status: 'resolved',
          annotations: {},
          endsAt: '2026-03-01T11:20:00Z',
        }),
      ),
      settings,
    );
    expect(events).toEqual([
      incident,
      {
        ...incident,
        id: `${incident.incident}/resolved/2026-03-01T11:20:00Z`,
        title: 'HighErrorRate',
        resolvedAt: '2026-03-01T11:20:00Z',
      },
    ]);
    expect(events.every(e => readSourceEvent(e).result === 'read')).toBe(true);
  });

  it('the same incident for an alert in any notification or group, and a new one each time it fires', () => {
    const other = alert({ fingerprint: 'ffff' });
    const [first, , again] = translateAlertmanager(
      alertmanager(alert(), other, alert()),
      settings,
    ).events;
    const [regrouped] = translateAlertmanager(
      { ...alertmanager(alert()), groupKey: '{}:{}', receiver: 'other' },
      settings,
    ).events;
    expect([again, regrouped]).toEqual([first, first]);
    const [later] = translateAlertmanager(
      alertmanager(alert({ startsAt: '2026-03-01T15:00:00Z' })),
      settings,
    ).events;
    expect(later.incident).not.toBe(first.incident);
    expect(later.id).not.toBe(first.id);
  });

  it('ends that differ between two Alertmanagers separately', () => {
    const end = (endsAt: string) =>
      translateAlertmanager(
        alertmanager(alert({ status: 'resolved', endsAt })),
        settings,
      ).events[0];
    const [one, two] = [
      end('2026-03-01T11:20:00Z'),
      end('2026-03-01T11:21:00Z'),
    ];
    expect(one.incident).toBe(two.incident);
    expect(one.id).not.toBe(two.id);
  });

  it('the service from a configurable label', () => {
    const { events } = translateAlertmanager(alertmanager(alert()), {
      ...settings,
      serviceLabel: 'app.kubernetes.io/name',
    });
    expect(events).toMatchObject([{ service: 'checkout' }]);
  });

  it('the environment from a configurable label, if an alert has it', () => {
    const labels = { service: 's', environment: 'staging', env: 'qa' };
    const payload = alertmanager(alert({ labels }), alert());
    const environments = (environmentLabel: string) =>
      translateAlertmanager(payload, {
        ...settings,
        environmentLabel,
      }).events.map(({ environment }) => environment);
    expect(environments('environment')).toEqual(['staging', undefined]);
    expect(environments('env')).toEqual(['qa', undefined]);
  });

  it('an error in ingestion for an end that was never set', () => {
    const { events } = translateAlertmanager(
      alertmanager(alert({ status: 'resolved' })),
      settings,
    );
    expect(events.map(readSourceEvent)).toMatchObject([
      { result: 'wrong', reason: 'endsAt is missing' },
    ]);
  });

  it('an error in ingestion for an alert without that label', () => {
    const { events } = translateAlertmanager(
      alertmanager(alert({ labels: { alertname: 'Watchdog' } }), null),
      settings,
    );
    expect(events.map(readSourceEvent)).toMatchObject([
      {
        result: 'wrong',
        reason: 'the label service is missing',
        id: '5b8f3d7a/2026-03-01T11:00:00.123456789Z/firing',
        type: 'incident',
      },
      { result: 'wrong' },
    ]);
  });

  it('nothing without alerts', () => {
    expect(translateAlertmanager({ alerts: 'x' }, settings).events).toEqual([]);
  });
});

describe("a payload that is not the tool's webhook is rejected", () => {
  it.each([
    [
      { type: 'pagerduty' } as const,
      { messages: [] },
      /not a PagerDuty webhook/,
    ],
    [
      {
        type: 'alertmanager',
        serviceLabel: 'service',
        environmentLabel: 'environment',
      } as const,
      { alert: {} },
      /not an Alertmanager webhook/,
    ],
  ])('for %j', (source, body, reason) => {
    expect(translateWebhook({ name: 'x', ...source }, {}, body)).toEqual({
      result: 'wrong',
      reason: expect.stringMatching(reason),
    });
  });
});

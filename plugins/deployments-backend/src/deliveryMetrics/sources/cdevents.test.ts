import { readSourceEvent } from '../ingestion/sourceEvents';
import { translateCdevent } from './cdevents';
import { readCloudEvents } from './cloudEvents';
import { translateWebhook } from './webhook';

const event = (type: string, subject: object, more: object = {}) => ({
  context: {
    version: '0.4.1',
    id: '271069a8-fc18-44f1-b38f-9d70a1695819',
    chainId: '4c8cb7dd-3448-41de-8768-eec704e2829b',
    source: '/tekton/prod',
    type: `dev.cdevents.${type}`,
    timestamp: '2026-03-01T10:05:00.315384Z',
  },
  subject: { source: '/tekton/prod', ...subject },
  ...more,
});
const service = (predicate: string, content: object = {}, more: object = {}) =>
  event(
    `service.${predicate}.0.2.0`,
    {
      id: 'checkout-svc',
      type: 'service',
      content: {
        environment: { id: 'production' },
        artifactId: 'pkg:oci/checkout@sha256%3A0b31?tag=1.4.0&arch=amd64',
        ...content,
      },
    },
    more,
  );
const incident = (predicate: string) =>
  event(`incident.${predicate}.0.2.0`, {
    id: 'incident-123',
    type: 'incident',
    content: {
      description: 'Response time above 100ms',
      environment: { id: 'production' },
      service: { id: 'checkout-svc' },
      ticketURI: 'https://tickets.example.com/123',
    },
  });

const ID = '/tekton/prod#271069a8-fc18-44f1-b38f-9d70a1695819';
const AT = '2026-03-01T10:05:00.315384Z';
const DEPLOYED = {
  id: ID,
  type: 'deployment',
  service: 'checkout-svc',
  environment: 'production',
  kind: 'deploy',
  hotfix: false,
  version: '1.4.0',
  artifact: 'pkg:oci/checkout@sha256%3A0b31?tag=1.4.0&arch=amd64',
  outcome: 'succeeded',
  finishedAt: AT,
};

describe('CDEvents report', () => {
  const cases: Record<string, [payload: unknown, object[]]> = {
    'a deployed service': [service('deployed'), [DEPLOYED]],
    'an upgraded service, with the fields of customData': [
      service(
        'upgraded',
        { artifactId: 'pkg:oci/checkout@sha256%3A0b31' },
        {
          customData: {
            commit: 'abc',
            commits: ['abc', 'def'],
            hotfix: true,
            startedAt: '2026-03-01T10:00:00Z',
          },
        },
      ),
      [
        {
          ...DEPLOYED,
          artifact: 'pkg:oci/checkout@sha256%3A0b31',
          version: 'sha256:0b31',
          hotfix: true,
          commit: 'abc',
          commits: ['abc', 'def'],
          startedAt: '2026-03-01T10:00:00Z',
        },
      ],
    ],
    'a service that was rolled back': [
      service('rolledback'),
      [{ ...DEPLOYED, kind: 'rollback' }],
    ],
    'a removed service': [
      service('removed', { artifactId: undefined }),
      [
        {
          ...DEPLOYED,
          kind: 'remove',
          version: 'removed',
          artifact: undefined,
        },
      ],
    ],
    'a detected incident': [
      incident('detected'),
      [
        {
          id: ID,
          type: 'incident',
          occurredAt: AT,
          service: 'checkout-svc',
          incident: 'incident-123',
          title: 'Response time above 100ms',
          url: 'https://tickets.example.com/123',
          environment: 'production',
          startedAt: AT,
        },
      ],
    ],
    'a resolved incident': [
      incident('resolved'),
      [
        {
          id: ID,
          type: 'incident',
          occurredAt: AT,
          service: 'checkout-svc',
          incident: 'incident-123',
          url: 'https://tickets.example.com/123',
          environment: 'production',
          startedAt: AT,
          resolvedAt: AT,
        },
      ],
    ],
    // Service and environment are optional in the specification.
    'a resolved incident with only its id': [
      event('incident.resolved.0.3.0', {
        id: 'incident-123',
        type: 'incident',
        content: { description: 'Rolled back' },
      }),
      [
        {
          id: ID,
          type: 'incident',
          occurredAt: AT,
          incident: 'incident-123',
          startedAt: AT,
          resolvedAt: AT,
        },
      ],
    ],
    'a merged change': [
      event(
        'change.merged.0.3.0-draft',
        {
          id: 'pull/181',
          type: 'change',
          content: { repository: { id: 'acme/checkout' } },
        },
        { customData: { commit: 'abc', authoredAt: '2026-02-26T09:00:00Z' } },
      ),
      [
        {
          id: ID,
          type: 'change',
          service: 'acme/checkout',
          commit: 'abc',
          authoredAt: '2026-02-26T09:00:00Z',
          mergedAt: AT,
        },
      ],
    ],
    // An event of 0.5, which names the specification's version differently and needs no subject type.
    'a deployed service of a later version': [
      {
        context: {
          specversion: '0.5.0',
          id: '1',
          source: '/tekton/prod',
          type: 'dev.cdevents.service.deployed.0.3.0',
          timestamp: '2026-03-01T12:05:00+02:00',
          links: [{ linkType: 'END', from: { contextId: '2' } }],
        },
        subject: {
          id: 'checkout-svc',
          source: '/clusters/eu',
          content: {
            environment: { id: 'production', source: '/clusters' },
            artifactId: 'pkg:oci/checkout@sha256%3A0b31',
          },
        },
      },
      [
        {
          ...DEPLOYED,
          id: '/tekton/prod#1',
          version: 'sha256:0b31',
          artifact: 'pkg:oci/checkout@sha256%3A0b31',
          finishedAt: '2026-03-01T12:05:00+02:00',
        },
      ],
    ],
    'nothing else': [event('pipelinerun.finished.0.2.0', { id: 'x' }), []],
  };

  it.each(Object.entries(cases))('%s', (_, [payload, expected]) => {
    const { events } = translateCdevent(payload);
    expect(events).toEqual(expected);
    expect(events.every(e => readSourceEvent(e).result === 'read')).toBe(true);
  });

  it('an error in ingestion without a subject', () => {
    const [reported] = translateCdevent({
      context: { type: 'dev.cdevents.service.deployed.0.2.0' },
    }).events;
    expect(readSourceEvent(reported)).toMatchObject({
      result: 'wrong',
      reason:
        'context.id is missing; subject.id is missing; subject.content.environment.id is missing; subject.content.artifactId is missing; context.timestamp is missing',
    });
  });

  it('different ids, however long and similar their sources are', () => {
    const from = (source: string) => {
      const payload = service('deployed');
      const [reported] = translateCdevent({
        ...payload,
        context: { ...payload.context, source },
      }).events;
      expect(readSourceEvent(reported)).toMatchObject({ result: 'read' });
      return reported.id;
    };
    const cluster = `https://tekton.example.com/${'namespaces/'.repeat(40)}`;
    expect(new Set([from(cluster), from(`${cluster}a`)]).size).toBe(2);
    expect(from(cluster)).toBe(from(cluster));
  });

  it.each([
    'com.example.service.deployed.0.2.0',
    'dev.cdeventsx.mytool-service.deployed.0.1.0',
  ])('nothing with %s', type => {
    const payload = service('deployed');
    expect(
      translateCdevent({ ...payload, context: { ...payload.context, type } })
        .events,
    ).toEqual([]);
  });

  it.each([null, [], 'x', { context: { type: 7 } }])(
    'nothing with %j',
    payload => {
      expect(translateCdevent(payload).events).toEqual([]);
    },
  );
});

describe('CloudEvents', () => {
  const envelope = { specversion: '1.0', id: '1', source: '/t', type: 'x' };
  it.each<[string, Record<string, string>, unknown, unknown[]]>([
    [
      'in binary mode are their body',
      { 'ce-specversion': '1.0', 'content-type': 'application/cdevents+json' },
      { context: {} },
      [{ context: {} }],
    ],
    [
      'in structured mode are inside the body',
      { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      { ...envelope, data: { context: {} } },
      [{ context: {} }],
    ],
    [
      'may be encoded',
      { 'content-type': 'application/cloudevents+json' },
      {
        ...envelope,
        data_base64: Buffer.from('{"context":{}}').toString('base64'),
      },
      [{ context: {} }],
    ],
    [
      'may be a string',
      { 'content-type': 'application/cloudevents+json' },
      { ...envelope, data: '{"context":{}}' },
      [{ context: {} }],
    ],
    [
      'may be a batch',
      { 'content-type': 'application/cloudevents-batch+json' },
      [
        { ...envelope, data: 1 },
        { ...envelope, data: 2 },
      ],
      [1, 2],
    ],
  ])('%s', (_, headers, body, data) => {
    expect(readCloudEvents(headers, body)).toEqual({
      result: 'read',
      data,
      wrong: [],
    });
  });

  it.each<[string, Record<string, string>, unknown]>([
    ['without the required fields', { 'content-type': 'application/json' }, {}],
    ['of another version', { 'ce-specversion': '0.3' }, {}],
    [
      'of another version in the body',
      { 'content-type': 'application/cloudevents+json' },
      { specversion: '2.0' },
    ],
    [
      'in another format',
      { 'content-type': 'application/cloudevents+avro' },
      {},
    ],
    [
      'in a batch that is not a list',
      { 'content-type': 'application/cloudevents-batch+json' },
      {},
    ],
    [
      'badly encoded',
      { 'content-type': 'application/cloudevents+json' },
      { ...envelope, data_base64: '%%%' },
    ],
    [
      'with a string that is not JSON',
      { 'content-type': 'application/cloudevents+json' },
      { ...envelope, data: 'deployed' },
    ],
  ])('are rejected %s', (_, headers, body) => {
    expect(readCloudEvents(headers, body)).toMatchObject({ result: 'wrong' });
  });

  it('in a batch are processed although others are invalid', () => {
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const body = [{ ...envelope, data: 1 }, 7, { ...envelope, data: 2 }];
    expect(readCloudEvents(headers, body)).toEqual({
      result: 'read',
      data: [1, 2],
      wrong: [{ event: 7, reason: 'specversion must be 1.0' }],
    });
    const source = { name: 'tekton', type: 'cdevents' } as const;
    const read = translateWebhook(source, headers, [
      { ...envelope, data: service('deployed') },
      { ...envelope, specversion: '0.3', data: service('deployed') },
    ]);
    const events = read.result === 'translated' ? read.events : [];
    expect(events.map(readSourceEvent)).toMatchObject([
      { result: 'read' },
      { result: 'wrong', reason: 'specversion must be 1.0' },
    ]);
    // The stored payload is the received one.
    expect(JSON.parse(JSON.stringify(events[1]))).toMatchObject({
      cloudEvent: { specversion: '0.3', data: {} },
    });
  });
});

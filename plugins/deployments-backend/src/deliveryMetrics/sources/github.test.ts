import { readSourceEvent } from '../ingestion/sourceEvents';
import { translateGithub } from './github';

const settings = { incidentLabels: ['incident', 'Outage'] };
const repository = {
  id: 99,
  full_name: 'acme/checkout',
  default_branch: 'main',
  pushed_at: 1_772_359_200,
};

const deploymentStatus = (status: object, deployment: object = {}) => ({
  action: 'created',
  deployment_status: {
    id: 7001,
    state: 'success',
    environment: 'production',
    created_at: '2026-03-01T10:05:00Z',
    target_url: 'https://ci.example.com/7',
    ...status,
  },
  deployment: {
    id: 7000,
    sha: '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db',
    ref: 'v1.4.0',
    task: 'deploy',
    payload: {},
    environment: 'production',
    production_environment: true,
    created_at: '2026-03-01T10:00:00Z',
    ...deployment,
  },
  repository,
  sender: { login: 'ana', token: 'not to be kept' },
});

const pullRequest = (more: object = {}, merged = true) => ({
  action: 'closed',
  pull_request: {
    id: 42,
    number: 181,
    title: 'Round line totals before tax',
    html_url: 'https://github.com/acme/checkout/pull/181',
    merged,
    merge_commit_sha: 'abc',
    created_at: '2026-02-27T09:00:00Z',
    merged_at: '2026-02-28T09:00:00Z',
    base: { ref: 'main' },
    ...more,
  },
  repository,
});

const issue = (action: string, more: object = {}) => ({
  action,
  issue: {
    id: 5,
    number: 17,
    title: 'Checkout answers 500',
    state: 'open',
    labels: [{ name: 'bug' }, { name: 'OUTAGE' }],
    html_url: 'https://github.com/acme/checkout/issues/17',
    created_at: '2026-03-01T11:00:00Z',
    updated_at: '2026-03-01T11:01:00Z',
    closed_at: null,
    ...more,
  },
  repository,
});

const DEPLOYMENT = {
  id: 'deployment_status/7001',
  type: 'deploymentStatus',
  deployment: '7000',
  service: 'acme/checkout',
  serviceId: 'repository/99',
  environment: 'production',
  defaultTier: 'production',
  kind: 'deploy',
  hotfix: false,
  version: 'v1.4.0',
  artifact: '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db',
  commit: '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db',
  state: 'succeeded',
  createdAt: '2026-03-01T10:00:00Z',
  at: '2026-03-01T10:05:00Z',
  sequence: '7001',
  url: 'https://ci.example.com/7',
};
const INCIDENT = {
  id: 'issue/5/labeled/2026-03-01T11:01:00Z',
  type: 'incident',
  occurredAt: '2026-03-01T11:01:00Z',
  service: 'acme/checkout',
  serviceId: 'repository/99',
  incident: 'issue/5',
  title: 'Checkout answers 500',
  url: 'https://github.com/acme/checkout/issues/17',
  startedAt: '2026-03-01T11:00:00Z',
};

describe('GitHub reports', () => {
  const cases: Record<string, [name: string, payload: unknown, object[]]> = {
    'a successful deployment': [
      'deployment_status',
      deploymentStatus({}),
      [DEPLOYMENT],
    ],
    'a failed deployment to an environment that is not marked as production': [
      'deployment_status',
      deploymentStatus(
        { state: 'error' },
        { production_environment: undefined },
      ),
      [{ ...DEPLOYMENT, state: 'failed', defaultTier: undefined }],
    ],
    'a rollback and a hotfix of one of several services in a repository': [
      'deployment_status',
      deploymentStatus(
        {},
        {
          task: 'rollback:production',
          payload: '{"service":"checkout-svc","hotfix":true}',
        },
      ),
      [
        {
          ...DEPLOYMENT,
          service: 'checkout-svc',
          serviceId: undefined,
          kind: 'rollback',
          hotfix: true,
        },
      ],
    ],
    'a name with characters that databases cannot store': [
      'deployment_status',
      deploymentStatus({}, { ref: 'v1\u0000\ud800' }),
      [{ ...DEPLOYMENT, version: 'v1\ufffd' }],
    ],
    'nothing for an unknown state': [
      'deployment_status',
      deploymentStatus({ state: 'constructor' }),
      [],
    ],
    'a deployment that waits for a reviewer': [
      'deployment_status',
      deploymentStatus({ state: 'waiting' }),
      [{ ...DEPLOYMENT, state: 'waiting' }],
    ],
    'a deployment in progress': [
      'deployment_status',
      deploymentStatus({ state: 'in_progress' }),
      [{ ...DEPLOYMENT, state: 'in_progress' }],
    ],
    'a deployment that waits for a runner': [
      'deployment_status',
      deploymentStatus({ state: 'pending' }),
      [{ ...DEPLOYMENT, state: 'queued' }],
    ],
    'a deployment that was replaced by another': [
      'deployment_status',
      deploymentStatus({ state: 'inactive' }),
      [{ ...DEPLOYMENT, state: 'inactive' }],
    ],
    'the commits of a push to the default branch': [
      'push',
      {
        ref: 'refs/heads/main',
        after: 'abc',
        commits: [
          {
            id: 'abc',
            message: 'Round line totals\n\nLong story',
            timestamp: '2026-02-26T09:00:00+01:00',
            url: 'https://github.com/acme/checkout/commit/abc',
            author: { email: 'ana@example.com' },
            distinct: false,
          },
        ],
        repository,
      },
      [
        {
          id: 'push/99/abc',
          type: 'change',
          service: 'acme/checkout',
          serviceId: 'repository/99',
          commit: 'abc',
          title: 'Round line totals',
          url: 'https://github.com/acme/checkout/commit/abc',
          authoredAt: '2026-02-26T09:00:00+01:00',
          mergedAt: '2026-03-01T10:00:00.000Z',
        },
      ],
    ],
    'a merge commit, marked as one': [
      'push',
      {
        ref: 'refs/heads/main',
        commits: [
          {
            id: 'abc',
            message: 'Merge pull request #181 from acme/rounding',
            timestamp: '2026-02-26T09:00:00+01:00',
          },
        ],
        repository,
      },
      [
        {
          id: 'push/99/abc',
          type: 'change',
          service: 'acme/checkout',
          serviceId: 'repository/99',
          commit: 'abc',
          title: 'Merge pull request #181 from acme/rounding',
          authoredAt: '2026-02-26T09:00:00+01:00',
          mergedAt: '2026-03-01T10:00:00.000Z',
          isMerge: true,
        },
      ],
    ],
    'nothing for a push to another branch': [
      'push',
      { ref: 'refs/heads/wip', commits: [{ id: 'abc' }], repository },
      [],
    ],
    'a merged pull request': [
      'pull_request',
      pullRequest(),
      [
        {
          id: 'pull_request/42/merged',
          type: 'change',
          service: 'acme/checkout',
          serviceId: 'repository/99',
          commit: 'abc',
          title: 'Round line totals before tax',
          url: 'https://github.com/acme/checkout/pull/181',
          openedAt: '2026-02-27T09:00:00Z',
        },
      ],
    ],
    'nothing for a pull request that was closed without merging': [
      'pull_request',
      pullRequest({}, false),
      [],
    ],
    'nothing for a pull request to another branch': [
      'pull_request',
      pullRequest({ base: { ref: 'release-1' } }),
      [],
    ],
    'an issue with an incident label': ['issues', issue('labeled'), [INCIDENT]],
    'the end of the issue': [
      'issues',
      issue('closed', {
        state: 'closed',
        updated_at: '2026-03-01T12:00:00Z',
        closed_at: '2026-03-01T12:00:00Z',
      }),
      [
        {
          ...INCIDENT,
          id: 'issue/5/closed/2026-03-01T12:00:00Z',
          occurredAt: '2026-03-01T12:00:00Z',
          resolvedAt: '2026-03-01T12:00:00Z',
        },
      ],
    ],
    'the end of the issue when the label is removed': [
      'issues',
      {
        ...issue('unlabeled', {
          labels: [{ name: 'bug' }],
          updated_at: '2026-03-01T12:00:00Z',
        }),
        label: { name: 'Outage' },
      },
      [
        {
          ...INCIDENT,
          id: 'issue/5/unlabeled/2026-03-01T12:00:00Z',
          occurredAt: '2026-03-01T12:00:00Z',
          resolvedAt: '2026-03-01T12:00:00Z',
        },
      ],
    ],
    'nothing when another label is removed': [
      'issues',
      { ...issue('unlabeled'), label: { name: 'bug' } },
      [],
    ],
    'nothing when one of two incident labels is removed': [
      'issues',
      { ...issue('unlabeled'), label: { name: 'incident' } },
      [],
    ],
    'the end of the issue when it is deleted': [
      'issues',
      issue('deleted'),
      [
        {
          ...INCIDENT,
          id: 'issue/5/deleted/2026-03-01T11:01:00Z',
          resolvedAt: '2026-03-01T11:01:00Z',
        },
      ],
    ],
    'a reopened issue': [
      'issues',
      issue('reopened'),
      [{ ...INCIDENT, id: 'issue/5/reopened/2026-03-01T11:01:00Z' }],
    ],
    'nothing for other issues': [
      'issues',
      issue('opened', { labels: [{ name: 'bug' }] }),
      [],
    ],
    'nothing for an assignment': ['issues', issue('assigned'), []],
    'nothing for other events': [
      'ping',
      { zen: 'Keep it logically awesome' },
      [],
    ],
  };

  it.each(Object.entries(cases))('%s', (_, [name, payload, expected]) => {
    const { events } = translateGithub(name, payload, settings);
    expect(events).toEqual(expected);
    expect(events.map(event => readSourceEvent(event).result)).toEqual(
      expected.map(() => 'read'),
    );
    expect(JSON.stringify(events)).not.toMatch(/not to be kept|ana@/);
  });

  it.each([
    ['deployment_status', { deployment_status: { state: 'success' } }],
    ['deployment_status', deploymentStatus({ created_at: 12, id: null })],
    [
      'push',
      {
        ref: 'refs/heads/main',
        repository: { default_branch: 'main' },
        commits: [null, 'x'],
      },
    ],
    [
      'issues',
      { action: 'opened', issue: { labels: [{ name: 'incident' }, null] } },
    ],
  ])('an error in ingestion when %s is incomplete', (name, payload) => {
    const { events } = translateGithub(name, payload, settings);
    for (const event of events) {
      expect(readSourceEvent(event)).toMatchObject({
        result: 'wrong',
        reason: expect.stringMatching(/ is missing/),
      });
    }
    expect(events.length).toBeGreaterThan(0);
  });

  it('the author time of a commit, if GitHub reports it separately', () => {
    const commit = {
      id: 'abc',
      timestamp: '2026-02-27T09:00:00Z',
      author: { name: 'Ana', date: '2026-02-25T09:00:00Z' },
    };
    const payload = { ref: 'refs/heads/main', commits: [commit], repository };
    expect(translateGithub('push', payload, settings).events).toMatchObject([
      { authoredAt: '2026-02-25T09:00:00Z' },
    ]);
  });

  it("the time of a push's commit, if the repository's time is nonsense", () => {
    const pushed = {
      ref: 'refs/heads/main',
      repository: { ...repository, pushed_at: 1e300 },
      head_commit: { timestamp: '2026-03-01T09:00:00Z' },
      commits: [{ id: 'abc', timestamp: '2026-03-01T09:00:00Z' }],
    };
    expect(translateGithub('push', pushed, settings).events).toMatchObject([
      { mergedAt: '2026-03-01T09:00:00Z' },
    ]);
  });

  it.each([null, undefined, [], 'text', 7, { ref: {} }])(
    'nothing with %j',
    payload => {
      for (const name of [
        'deployment_status',
        'push',
        'pull_request',
        'issues',
      ]) {
        expect(translateGithub(name, payload, settings).events).toEqual([]);
      }
    },
  );
});

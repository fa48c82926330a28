import type {
  BlockerKind,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';
import { findStartBlockers, findNextEvaluationAt } from './startBlockers';
import type { StartFacts, ApprovalFacts } from './policyFacts';
import { OVERRIDABLE } from './overrides';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');
const iso = (at: number) => new Date(at).toISOString();

const V1 = { id: 'v1', name: '1.4.1', artifact: 'oci:sha256:1' };
const V2 = { id: 'v2', name: '1.4.2', artifact: 'oci:sha256:2' };

const MANAGERS = {
  name: 'managers',
  count: 2,
  from: ['group:default/release-managers'],
  selfApproval: false,
};

const FREEZE = {
  name: 'weekend',
  effect: 'deny' as const,
  reason: 'Weekend freeze',
  schedule: '0 18 * * FRI',
  forMs: 62 * 60 * MINUTE,
  timeZone: 'Europe/Stockholm',
};

type Changes = Partial<Omit<StartFacts, 'deployment' | 'environment'>> & {
  deployment?: Partial<StartFacts['deployment']>;
  environment?: Partial<StartFacts['environment']>;
};

function facts({ deployment, environment, ...rest }: Changes = {}): StartFacts {
  return {
    now: NOW,
    version: V2,
    ahead: [],
    approvals: [],
    overridden: [],
    planHash: 'hash',
    ...rest,
    deployment: {
      id: 'd1',
      kind: 'deploy',
      service: 'component:default/checkout',
      requestedBy: { principal: 'user:default/ana', via: 'portal' },
      hotfix: false,
      ...deployment,
    },
    environment: {
      name: 'production',
      title: 'Production',
      approvals: [],
      distinctApprovers: true,
      windows: [],
      concurrency: 'queue',
      ...environment,
    },
  };
}

function approval(
  by: string,
  changes: Partial<ApprovalFacts> = {},
): ApprovalFacts {
  return {
    by: `user:default/${by}`,
    at: iso(NOW - MINUTE),
    atMs: NOW - MINUTE,
    decision: 'approve',
    planHash: 'hash',
    groups: ['group:default/release-managers'],
    ...changes,
  };
}

const running = (
  version: typeof V1,
  minutes: number,
  verification = 'passed' as const,
) => ({
  environment: 'staging',
  current: { version, verification, verifiedAt: NOW - minutes * MINUTE },
});

/** Facts under which every rule blocks. */
const EVERYTHING: Changes = {
  version: { ...V2, quarantined: { by: 'user:default/eva', reason: 'CVE' } },
  unobserved: { message: 'connection refused' },
  serviceEnvironment: {
    environment: 'production',
    drift: { id: 'd1', message: '1.3.0 runs here, not 1.4.1.' },
    hold: { reason: 'Look first', by: 'user:default/eva', at: iso(NOW) },
  },
  lockOwner: { id: 'd0', kind: 'deploy', versionName: '1.4.1' },
  conditions: [{ name: 'quiet', state: 'unmet', message: 'An alert fires.' }],
  deployment: { notBefore: NOW + MINUTE },
  environment: {
    promotesFrom: { environment: 'staging', soakMs: MINUTE },
    approvals: [MANAGERS],
    windows: [FREEZE],
  },
};

describe('findStartBlockers', () => {
  const cases: Record<
    string,
    {
      given: Changes;
      blockers: [BlockerKind, message: string, until?: number][];
    }
  > = {
    nothing: { given: {}, blockers: [] },

    'another deployment that is running': {
      given: { lockOwner: { id: 'd0', kind: 'deploy', versionName: '1.4.1' } },
      blockers: [
        [
          'slot',
          'The deployment of 1.4.1 is running. This deployment is next.',
        ],
      ],
    },
    'others ahead in the queue': {
      given: {
        lockOwner: { id: 'd0', kind: 'rollback', versionName: '1.4.0' },
        ahead: [
          { id: 'd2', kind: 'deploy', versionName: '1.4.3' },
          { id: 'd3', kind: 'restart' },
        ],
      },
      blockers: [
        [
          'slot',
          'A rollback to 1.4.0 is running. 2 deployments are ahead of this one in the queue.',
        ],
      ],
    },
    'a restart, which affects the version that runs at its start': {
      given: {
        deployment: { kind: 'restart' },
        lockOwner: { id: 'd0', kind: 'rollback', versionName: '1.4.0' },
      },
      blockers: [
        [
          'slot',
          'A rollback to 1.4.0 is running. This deployment is next. It will restart the version that is running then.',
        ],
      ],
    },
    'a removal, which affects the version that runs at its start': {
      given: {
        deployment: { kind: 'remove' },
        lockOwner: { id: 'd0', kind: 'rollback' },
      },
      blockers: [
        [
          'slot',
          'A rollback is running. This deployment is next. It will remove the version that is running then.',
        ],
      ],
    },
    'the queue alone': {
      given: { ahead: [{ id: 'd2', kind: 'remove' }] },
      blockers: [['slot', 'A removal is ahead of this one in the queue.']],
    },
    'no queue for a hotfix': {
      given: {
        deployment: { hotfix: true },
        ahead: [{ id: 'd2', kind: 'deploy', versionName: '1.4.3' }],
      },
      blockers: [],
    },

    'a hold': {
      given: {
        serviceEnvironment: {
          environment: 'production',
          hold: {
            reason: 'Rolled back: 6 % errors',
            by: 'system',
            at: iso(NOW),
            deploymentId: 'd0',
          },
        },
      },
      blockers: [['hold', 'On hold: Rolled back: 6 % errors']],
    },
    'no hold after a takeover for the hotfix': {
      given: {
        deployment: { hotfix: true },
        serviceEnvironment: {
          environment: 'production',
          hold: {
            reason: 'Rolled back',
            by: 'system',
            at: iso(NOW),
            deploymentId: 'd0',
          },
        },
      },
      blockers: [],
    },
    "a person's hold, also for a hotfix": {
      given: {
        deployment: { hotfix: true },
        serviceEnvironment: {
          environment: 'production',
          hold: {
            reason: 'Database is moving',
            by: 'user:default/eva',
            at: iso(NOW),
          },
        },
      },
      blockers: [['hold', 'On hold: Database is moving']],
    },

    'a scheduled start in the future': {
      given: { deployment: { notBefore: NOW + MINUTE } },
      blockers: [['schedule', 'Scheduled for later.', NOW + MINUTE]],
    },
    'no scheduled start in the past': {
      given: { deployment: { notBefore: NOW } },
      blockers: [],
    },
    'a window': {
      given: { environment: { windows: [FREEZE] } },
      blockers: [
        [
          'window',
          'Deployments to Production are blocked now: Weekend freeze.',
          Date.parse('2026-11-23T07:00:00Z'),
        ],
      ],
    },
    'a time outside all allow windows': {
      given: {
        environment: {
          windows: [
            {
              ...FREEZE,
              effect: 'allow',
              reason: 'Office hours',
              schedule: '0 9 * * MON',
              forMs: 8 * 60 * MINUTE,
            },
          ],
        },
      },
      blockers: [
        [
          'window',
          'Deployments to Production can only start in these windows: Office hours.',
          Date.parse('2026-11-23T08:00:00Z'),
        ],
      ],
    },

    'a time outside all allow windows, whose message leaves out deny windows': {
      given: {
        environment: {
          windows: [
            { ...FREEZE, schedule: '0 18 * * WED', forMs: MINUTE },
            {
              ...FREEZE,
              effect: 'allow',
              reason: 'Office hours',
              schedule: '0 9 * * MON',
              forMs: 8 * 60 * MINUTE,
            },
          ],
        },
      },
      blockers: [
        [
          'window',
          'Deployments to Production can only start in these windows: Office hours.',
          Date.parse('2026-11-23T08:00:00Z'),
        ],
      ],
    },
    'nothing for a rollback without a known version': {
      given: { deployment: { kind: 'rollback' }, version: undefined },
      blockers: [],
    },

    'a version in quarantine': {
      given: {
        version: {
          ...V2,
          quarantined: { by: 'user:default/eva', reason: 'CVE-2026-1' },
        },
      },
      blockers: [['quarantine', '1.4.2 is quarantined: CVE-2026-1']],
    },
    'an environment that cannot be observed': {
      given: { unobserved: { message: 'connection refused' } },
      blockers: [
        [
          'unobserved',
          'The running version in Production could not be read: connection refused. Slipway tries again every 30 s.',
        ],
      ],
    },
    drift: {
      given: {
        serviceEnvironment: {
          environment: 'production',
          drift: { id: 'd1', message: '1.3.0 runs here, not 1.4.1.' },
        },
      },
      blockers: [
        [
          'drift',
          '1.3.0 runs here, not 1.4.1. Adopt the running version or overwrite it.',
        ],
      ],
    },
  };

  it.each(Object.entries(cases))('%s', (_, { given, blockers }) => {
    expect(
      findStartBlockers(facts(given)).map(({ kind, message, until }) => [
        kind,
        message,
        ...(until ? [Date.parse(until)] : []),
      ]),
    ).toEqual(blockers);
  });

  it('carry a code and parameters for translations, unless another system wrote the message', () => {
    const blockers = findStartBlockers(
      facts({ ...EVERYTHING, sourceTitle: 'Staging' }),
    );
    expect(
      blockers.map(({ kind, code, params }) => [kind, code, params]),
    ).toEqual([
      ['quarantine', 'quarantined', { version: '1.4.2', reason: 'CVE' }],
      [
        'unobserved',
        'unobserved',
        { environment: 'Production', cause: 'connection refused' },
      ],
      ['drift', 'drift', { cause: '1.3.0 runs here, not 1.4.1.' }],
      ['hold', 'hold', { reason: 'Look first' }],
      [
        'promotion',
        'promotion_not_deployed',
        { version: '1.4.2', source: 'Staging' },
      ],
      ['schedule', 'scheduled', undefined],
      [
        'window',
        'window_denied',
        { environment: 'Production', reasons: 'Weekend freeze' },
      ],
      ['condition', undefined, undefined],
      ['approval', 'approvals', { given: 0, needed: 2 }],
      [
        'slot',
        'slot_running_next',
        { other: 'deploy', otherVersion: '1.4.1', ahead: 0 },
      ],
    ]);
  });

  it.each([
    ['restart', {}, 'slot_restarts'],
    ['remove', {}, 'slot_removes'],
    ['deploy', { replaces: 'd0' }, 'slot_replaced'],
    ['deploy', {}, undefined],
  ] as const)(
    'say by a code of their own what happens after the slot is free: %s %j',
    (kind, more, then) => {
      const [slot] = findStartBlockers(
        facts({
          deployment: { kind, ...more },
          lockOwner: { id: 'd0', kind: 'deploy', versionName: '1.4.1' },
        }),
      ).filter(blocker => blocker.kind === 'slot');
      expect(slot).toMatchObject({
        code: 'slot_running_next',
        params: { other: 'deploy', otherVersion: '1.4.1', ahead: 0 },
      });
      expect(slot.sentences).toEqual(then && [{ code: then }]);
    },
  );

  it('name whom to ask, by kind', () => {
    const OWNER = 'group:default/shop';
    const asked = (given: Changes) =>
      Object.fromEntries(
        findStartBlockers(
          facts({
            ...given,
            deployment: { owner: OWNER, ...given.deployment },
          }),
        ).map(({ kind, ask }) => [kind, ask]),
      );
    expect(
      asked({
        ...EVERYTHING,
        version: {
          ...V2,
          quarantined: { by: 'user:default/fay', reason: 'CVE' },
        },
        lockOwner: {
          id: 'd0',
          kind: 'deploy',
          requestedBy: 'user:default/ben',
        },
      }),
    ).toEqual({
      quarantine: ['user:default/fay'],
      unobserved: [OWNER],
      drift: [OWNER],
      condition: [OWNER],
      hold: ['user:default/eva'],
      promotion: [OWNER],
      schedule: ['user:default/ana'],
      // It ends by itself. The contacts in app-config name people who can override it.
      window: undefined,
      // The people of its rule are added when it is shown.
      approval: undefined,
      slot: ['user:default/ben'],
    });
    // For an action of the engine or a pipeline, the owner knows best.
    expect(
      asked({
        version: { ...V2, quarantined: { by: 'service:ci', reason: 'CVE' } },
        serviceEnvironment: {
          environment: 'production',
          hold: { reason: 'Rolled back', by: 'system', at: iso(NOW) },
        },
        lockOwner: { id: 'd0', kind: 'deploy', requestedBy: 'service:ci' },
      }),
    ).toEqual({ quarantine: [OWNER], hold: [OWNER], slot: undefined });
  });

  it('name the requester of the first queued deployment to ask, if nothing runs', () => {
    const ahead = [
      { id: 'd2', kind: 'deploy' as const, requestedBy: 'user:default/ben' },
      { id: 'd3', kind: 'deploy' as const, requestedBy: 'user:default/eva' },
    ];
    expect(findStartBlockers(facts({ ahead }))[0].ask).toEqual([
      'user:default/ben',
    ]);
  });

  it('name the person behind an agent to ask about a scheduled deployment', () => {
    const requestedBy = {
      principal: 'service:agent',
      onBehalfOf: 'user:default/ben',
      via: 'action' as const,
    };
    expect(
      findStartBlockers(
        facts({ deployment: { requestedBy, notBefore: NOW + 1 } }),
      )[0].ask,
    ).toEqual(['user:default/ben']);
  });

  it.each([
    ['a deployment left', 'd0'],
    ['a person placed', undefined],
  ])(
    'link the deployment that left a hold, for a hold that %s: %s',
    (_, deploymentId) => {
      const hold = {
        reason: 'Look first',
        by: 'user:default/eva',
        at: iso(NOW),
        ...(deploymentId === undefined ? {} : { deploymentId }),
      };
      const [blocker] = findStartBlockers(
        facts({ serviceEnvironment: { environment: 'production', hold } }),
      );
      expect(blocker).toStrictEqual({
        kind: 'hold',
        message: 'On hold: Look first',
        code: 'hold',
        params: { reason: 'Look first' },
        ask: ['user:default/eva'],
        overridable: true,
        ...(deploymentId === undefined ? {} : { deploymentId }),
      });
    },
  );

  it('have no end for windows that do not open within 400 days', () => {
    const windows = [{ ...FREEZE, schedule: '* * * * *' }];
    expect(
      findStartBlockers(facts({ environment: { windows } }))[0],
    ).not.toHaveProperty('until');
  });

  it('link the deployment that blocks', () => {
    expect(
      findStartBlockers(
        facts({
          lockOwner: { id: 'd0', kind: 'deploy', versionName: '1.4.1' },
        }),
      )[0].deploymentId,
    ).toBe('d0');
  });
});

describe('promotion and soak', () => {
  const from = {
    promotesFrom: { environment: 'staging', soakMs: 10 * MINUTE },
  };
  const cases: Record<
    string,
    {
      source: StartFacts['sourceEnvironment'];
      blocker?: [BlockerKind, string, number?];
    }
  > = {
    'never deployed there': {
      source: undefined,
      blocker: [
        'promotion',
        '1.4.2 must run in staging first, where the service has not been deployed yet.',
      ],
    },
    'another version runs there': {
      source: running(V1, 60),
      blocker: [
        'promotion',
        '1.4.2 must run in staging first; 1.4.1 runs there.',
      ],
    },
    'a rebuilt version with the same name': {
      source: running({ ...V2, artifact: 'oci:sha256:3' }, 60),
      blocker: [
        'promotion',
        '1.4.2 must run in staging first; another artifact named 1.4.2 runs there.',
      ],
    },
    'its checks there were overridden': {
      source: {
        environment: 'staging',
        current: {
          version: V2,
          verification: 'overridden',
          verifiedAt: NOW - 60 * MINUTE,
        },
      },
      blocker: [
        'promotion',
        '1.4.2 runs in staging, but its checks did not pass there (overridden).',
      ],
    },
    'the time of its passed checks there is unknown': {
      source: {
        environment: 'staging',
        current: { version: V2, verification: 'passed' },
      },
      blocker: [
        'promotion',
        '1.4.2 runs in staging, but its checks did not pass there (passed).',
      ],
    },
    'it has drifted there': {
      source: {
        ...running(V2, 60),
        drift: { id: 'd1', message: '1.0.0 runs there.' },
      },
      blocker: [
        'promotion',
        'The running version in staging is not the deployed one: 1.0.0 runs there.',
      ],
    },
    'a pipeline reports it, and nobody has looked': {
      source: { ...running(V2, 60), observed: { basis: 'recorded' } },
      blocker: [
        'promotion',
        'A pipeline reports that 1.4.2 runs in staging, but nothing has looked whether it does. Set "observe" of staging, or "promotesFrom.allowRecorded" of production.',
      ],
    },
    'nobody has looked since it was deployed, and nobody can': {
      source: { ...running(V2, 60), unobserved: { message: 'status 503.' } },
      blocker: [
        'promotion',
        'Nobody has looked whether 1.4.2 runs in staging since it was deployed there, and what runs there could not be read: status 503. Slipway tries again every 30 s.',
      ],
    },
    'somebody has looked': {
      source: { ...running(V2, 60), observed: { basis: 'live' } },
    },
    'its soak time is not over': {
      source: running(V2, 4),
      blocker: [
        'soak',
        '1.4.2 has run with passed checks in staging for 4 min of 10 min.',
        NOW + 6 * MINUTE,
      ],
    },
    'it has soaked, to the millisecond': { source: running(V2, 10) },
  };
  it.each(Object.entries(cases))('%s', (_, { source, blocker }) => {
    const found = findStartBlockers(
      facts({ environment: from, sourceEnvironment: source }),
    ).map(({ kind, message, until }) => [
      kind,
      message,
      ...(until ? [Date.parse(until)] : []),
    ]);
    expect(found).toEqual(blocker ? [blocker] : []);
  });
});

it.each([
  ['a pipeline reports', { observed: { basis: 'recorded' as const } }],
  ['nobody can read', { unobserved: { message: 'status 503' } }],
])('allowRecorded promotes what %s', (_, source) => {
  const given = {
    environment: {
      promotesFrom: { environment: 'staging', soakMs: 0, allowRecorded: true },
    },
    sourceEnvironment: { ...running(V2, 60), ...source },
  };
  expect(findStartBlockers(facts(given))).toEqual([]);
});

describe('approvals', () => {
  const rule = { environment: { approvals: [MANAGERS] } };
  const cases: Record<
    string,
    { approvals: ApprovalFacts[]; given?: Changes; blockers: string[] }
  > = {
    'none yet': {
      approvals: [],
      blockers: ['0 of 2 approvals from release-managers.'],
    },
    'one of two': {
      approvals: [approval('carla')],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'two of two': {
      approvals: [approval('carla'), approval('dmitri')],
      blockers: [],
    },
    'the same person twice': {
      approvals: [approval('carla'), approval('Carla')],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'somebody from another group': {
      approvals: [
        approval('carla'),
        approval('ben', { groups: ['group:default/team-catalog'] }),
      ],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'the requester': {
      approvals: [approval('carla'), approval('ana')],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'the person behind a requesting agent': {
      approvals: [approval('carla'), approval('dmitri')],
      given: {
        deployment: {
          requestedBy: {
            principal: 'service:agent',
            onBehalfOf: 'user:default/dmitri',
            via: 'action',
          },
        },
      },
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'given to another plan': {
      approvals: [
        approval('carla'),
        approval('dmitri', { planHash: 'before' }),
      ],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'given to a step': {
      approvals: [approval('carla'), approval('dmitri', { stepId: 'approve' })],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'a rejection': {
      approvals: [
        approval('carla'),
        approval('dmitri', { decision: 'reject' }),
      ],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    expired: {
      approvals: [
        approval('carla', { atMs: NOW - 60 * MINUTE }),
        approval('dmitri'),
      ],
      given: {
        environment: {
          approvals: [{ ...MANAGERS, expiresAfterMs: 60 * MINUTE }],
        },
      },
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'a person in two rules counts for one': {
      approvals: [
        approval('carla', {
          groups: ['group:default/release-managers', 'group:default/security'],
        }),
      ],
      given: {
        environment: {
          approvals: [
            { ...MANAGERS, count: 1 },
            {
              name: 'security',
              count: 1,
              from: ['group:default/security', 'user:default/eva'],
              selfApproval: false,
            },
          ],
        },
      },
      blockers: [
        '0 of 1 approval from security or eva. The approval of carla counts for “managers”, and each rule needs a different person.',
      ],
    },
    'a person in two rules counts for both with distinct: false': {
      approvals: [
        approval('carla', {
          groups: ['group:default/release-managers', 'group:default/security'],
        }),
      ],
      given: {
        environment: {
          distinctApprovers: false,
          approvals: [
            { ...MANAGERS, count: 1 },
            {
              name: 'security',
              count: 1,
              from: ['group:default/security', 'user:default/eva'],
              selfApproval: false,
            },
          ],
        },
      },
      blockers: [],
    },
    'each rule has its own blocker': {
      approvals: [],
      given: {
        environment: {
          approvals: [
            { ...MANAGERS, count: 1 },
            {
              name: 'security',
              count: 1,
              from: ['group:default/security', 'user:default/eva'],
              selfApproval: false,
            },
          ],
        },
      },
      blockers: [
        '0 of 1 approval from release-managers.',
        '0 of 1 approval from security or eva.',
      ],
    },
  };
  it.each(Object.entries(cases))('%s', (_, { approvals, given, blockers }) => {
    const found = findStartBlockers(facts({ ...rule, ...given, approvals }));
    expect(found.map(({ message }) => message)).toEqual(blockers);
    expect(found.every(({ kind }) => kind === 'approval')).toBe(true);
  });

  it('name the approvers', () => {
    expect(findStartBlockers(facts(rule))[0].unblockedBy).toEqual([
      'group:default/release-managers',
    ]);
  });
});

describe('the rules for each kind of deployment', () => {
  it.each<[DeploymentKind, BlockerKind[]]>([
    [
      'deploy',
      [
        'quarantine',
        'unobserved',
        'drift',
        'hold',
        'promotion',
        'schedule',
        'window',
        'condition',
        'approval',
        'slot',
      ],
    ],
    ['rollback', ['quarantine', 'unobserved', 'drift', 'schedule', 'slot']],
    [
      'restart',
      [
        'unobserved',
        'drift',
        'hold',
        'schedule',
        'window',
        'condition',
        'approval',
        'slot',
      ],
    ],
    [
      'remove',
      [
        'unobserved',
        'drift',
        'hold',
        'schedule',
        'window',
        'condition',
        'approval',
        'slot',
      ],
    ],
  ])('%s', (kind, kinds) => {
    const given = {
      ...EVERYTHING,
      deployment: { ...EVERYTHING.deployment, kind },
    };
    expect(findStartBlockers(facts(given)).map(it => it.kind)).toEqual(kinds);
  });

  it('a rollback bypasses the queue, but not the lock owner', () => {
    const ahead = [{ id: 'd2', kind: 'deploy' as const }];
    const deployment = { kind: 'rollback' as const };
    expect(findStartBlockers(facts({ deployment, ahead }))).toEqual([]);
    expect(
      findStartBlockers(
        facts({ deployment, ahead, lockOwner: { id: 'd0', kind: 'deploy' } }),
      ),
    ).toMatchObject([{ kind: 'slot', deploymentId: 'd0' }]);
  });
});

describe('overriding', () => {
  it('removes only overridable blockers', () => {
    const every = findStartBlockers(facts(EVERYTHING));
    expect(every.filter(it => it.overridable).map(it => it.kind)).toEqual([
      'hold',
      'promotion',
      'schedule',
      'window',
      'condition',
    ]);
    const overridden = every.map(({ kind, condition }) => ({
      kind,
      at: NOW,
      ...(condition === undefined ? {} : { conditions: [condition] }),
    }));
    expect(
      findStartBlockers(facts({ ...EVERYTHING, overridden })).map(
        it => it.kind,
      ),
    ).toEqual(['quarantine', 'unobserved', 'drift', 'approval', 'slot']);
  });
});

describe('an earlier override', () => {
  const at = NOW - 60 * MINUTE;
  const kinds = (given: Changes) =>
    findStartBlockers(facts(given)).map(({ kind }) => kind);
  const hold = (since: number) => ({
    environment: 'production',
    hold: { reason: 'Rolled back', by: 'system', at: iso(since) },
  });

  it('is for the hold of that time, not for the next one', () => {
    const overridden = [{ kind: 'hold' as const, at }];
    expect(
      kinds({ overridden, serviceEnvironment: hold(at - MINUTE) }),
    ).toEqual([]);
    expect(kinds({ overridden, serviceEnvironment: hold(at) })).toEqual([]);
    expect(kinds({ overridden, serviceEnvironment: hold(at + 1) })).toEqual([
      'hold',
    ]);
    // A new override counts for this hold as well.
    expect(
      kinds({
        overridden: [...overridden, { kind: 'hold', at: NOW }],
        serviceEnvironment: hold(at + 1),
      }),
    ).toEqual([]);
  });

  it('is for the closed period of that time, not for the next one', () => {
    const overridden = [{ kind: 'window' as const, at }];
    const deny = (schedule: string, forMs: number) => ({
      windows: [{ ...FREEZE, schedule, forMs, timeZone: 'UTC' }],
    });
    const long = deny('0 11 * * *', 120 * MINUTE);
    expect(kinds({ environment: long })).toEqual(['window']);
    expect(kinds({ overridden, environment: long })).toEqual([]);
    // The window ended after half an hour and started again.
    const hourly = deny('0 * * * *', 30 * MINUTE);
    expect(kinds({ overridden, environment: hourly })).toEqual(['window']);
  });
});

it('only blockers that a person can answer for are overridable', () => {
  expect(
    Object.entries(OVERRIDABLE)
      .filter(([, may]) => may)
      .map(([kind]) => kind)
      .sort(),
  ).toEqual(['condition', 'hold', 'promotion', 'schedule', 'soak', 'window']);
});

describe('wakeAt', () => {
  const cases: Record<string, { given: Changes; at: number | undefined }> = {
    'is undefined if nothing ends by itself': {
      given: { lockOwner: { id: 'd0', kind: 'deploy' } },
      at: undefined,
    },
    'is the scheduled start': {
      given: { deployment: { notBefore: NOW + MINUTE } },
      at: NOW + MINUTE,
    },
    'is not a scheduled start in the past': {
      given: { deployment: { notBefore: NOW } },
      at: undefined,
    },
    'is the end of the soak time': {
      given: {
        environment: {
          promotesFrom: { environment: 'staging', soakMs: 10 * MINUTE },
        },
        sourceEnvironment: running(V2, 4),
      },
      at: NOW + 6 * MINUTE,
    },
    'is soon if the source environment could not be read': {
      given: {
        environment: {
          promotesFrom: { environment: 'staging', soakMs: 0 },
        },
        sourceEnvironment: {
          ...running(V2, 4),
          unobserved: { message: 'status 503' },
        },
      },
      at: NOW + 30_000,
    },
    'is the end of a window': {
      given: { environment: { windows: [FREEZE] } },
      at: Date.parse('2026-11-23T07:00:00Z'),
    },
    'is the start of a window': {
      given: {
        now: Date.parse('2026-11-20T12:00:00Z'),
        environment: { windows: [FREEZE] },
      },
      at: Date.parse('2026-11-20T17:00:00Z'),
    },
    'is the expiry of a needed approval': {
      given: {
        environment: {
          approvals: [{ ...MANAGERS, count: 1, expiresAfterMs: 60 * MINUTE }],
        },
        approvals: [
          approval('carla', { atMs: NOW - 50 * MINUTE }),
          approval('dmitri', { atMs: NOW - 20 * MINUTE }),
        ],
      },
      at: NOW + 40 * MINUTE,
    },
    'is the earliest of all times': {
      given: {
        deployment: { notBefore: NOW + 2 * MINUTE },
        environment: {
          windows: [FREEZE],
          promotesFrom: { environment: 'staging', soakMs: 5 * MINUTE },
        },
        sourceEnvironment: running(V2, 4),
      },
      at: NOW + MINUTE,
    },
    'ignores rules that do not apply to the kind': {
      given: {
        deployment: { kind: 'rollback' },
        environment: {
          windows: [FREEZE],
          promotesFrom: { environment: 'staging', soakMs: 10 * MINUTE },
          approvals: [{ ...MANAGERS, count: 1, expiresAfterMs: 60 * MINUTE }],
        },
        sourceEnvironment: running(V2, 4),
        approvals: [approval('carla')],
      },
      at: undefined,
    },
  };
  it.each(Object.entries(cases))('%s', (_, { given, at }) => {
    expect(findNextEvaluationAt(facts(given))).toBe(at);
  });
});

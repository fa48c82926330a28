import type {
  BlockerKind,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';
import { startBlockers, wakeAt } from './startConditions';
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
    choice: 'approve',
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

/** Everything that can stand in the way, at once. */
const EVERYTHING: Changes = {
  version: { ...V2, quarantined: { by: 'user:default/eva', reason: 'CVE' } },
  unobserved: { message: 'connection refused' },
  serviceEnvironment: {
    environment: 'production',
    drift: { id: 'd1', message: '1.3.0 runs here, not 1.4.1.' },
    hold: { reason: 'Look first', by: 'user:default/eva', at: iso(NOW) },
  },
  lockOwner: { id: 'd0', kind: 'deploy', versionName: '1.4.1' },
  deployment: { notBefore: NOW + MINUTE },
  environment: {
    promotesFrom: { environment: 'staging', soakMs: MINUTE },
    approvals: [MANAGERS],
    windows: [FREEZE],
  },
};

describe('what keeps a queued deployment from starting', () => {
  const cases: Record<
    string,
    {
      given: Changes;
      blockers: [BlockerKind, message: string, until?: number][];
    }
  > = {
    nothing: { given: {}, blockers: [] },

    'another deployment at work': {
      given: { lockOwner: { id: 'd0', kind: 'deploy', versionName: '1.4.1' } },
      blockers: [
        [
          'slot',
          'The deployment of 1.4.1 is under way here. This one is next.',
        ],
      ],
    },
    'others before it in the queue': {
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
          'A rollback to 1.4.0 is under way here. 2 are before this one in the queue.',
        ],
      ],
    },
    'a restart, which is about what runs when its turn comes': {
      given: {
        deployment: { kind: 'restart' },
        lockOwner: { id: 'd0', kind: 'rollback', versionName: '1.4.0' },
      },
      blockers: [
        [
          'slot',
          'A rollback to 1.4.0 is under way here. This one is next. It restarts what runs here by then.',
        ],
      ],
    },
    'a removal, which is about what runs when its turn comes': {
      given: {
        deployment: { kind: 'remove' },
        lockOwner: { id: 'd0', kind: 'rollback' },
      },
      blockers: [
        [
          'slot',
          'A rollback is under way here. This one is next. It removes what runs here by then.',
        ],
      ],
    },
    'the queue alone': {
      given: { ahead: [{ id: 'd2', kind: 'remove' }] },
      blockers: [
        [
          'slot',
          'A removal is first in the queue. 1 is before this one in the queue.',
        ],
      ],
    },
    'the queue, for a hotfix, not': {
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
    'a hold that a takeover left, for the hotfix, not': {
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
    "a person's hold, for a hotfix too": {
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

    'a time that has not come': {
      given: { deployment: { notBefore: NOW + MINUTE } },
      blockers: [['schedule', 'Scheduled for later.', NOW + MINUTE]],
    },
    'a time that has come, not': {
      given: { deployment: { notBefore: NOW } },
      blockers: [],
    },
    'a window': {
      given: { environment: { windows: [FREEZE] } },
      blockers: [
        [
          'window',
          'No deployments to Production now: Weekend freeze.',
          Date.parse('2026-11-23T07:00:00Z'),
        ],
      ],
    },
    'being outside of allow windows': {
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
          'Deployments to Production start only in: Office hours.',
          Date.parse('2026-11-23T08:00:00Z'),
        ],
      ],
    },

    'being outside of allow windows, which alone are named': {
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
          'Deployments to Production start only in: Office hours.',
          Date.parse('2026-11-23T08:00:00Z'),
        ],
      ],
    },
    'a rollback to what is not known yet, nothing': {
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
      blockers: [['quarantine', '1.4.2 is in quarantine: CVE-2026-1']],
    },
    'an environment that cannot be seen': {
      given: { unobserved: { message: 'connection refused' } },
      blockers: [
        [
          'unobserved',
          'What runs in Production could not be seen: connection refused. Slipway tries again every 30 s.',
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
          '1.3.0 runs here, not 1.4.1. Adopt what runs, or overwrite it.',
        ],
      ],
    },
  };

  it.each(Object.entries(cases))('%s', (_, { given, blockers }) => {
    expect(
      startBlockers(facts(given)).map(({ kind, message, until }) => [
        kind,
        message,
        ...(until ? [Date.parse(until)] : []),
      ]),
    ).toEqual(blockers);
  });

  it('says whom to ask about each kind', () => {
    const OWNER = 'group:default/shop';
    const asked = (given: Changes) =>
      Object.fromEntries(
        startBlockers(
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
      hold: ['user:default/eva'],
      promotion: [OWNER],
      schedule: ['user:default/ana'],
      // It ends by itself; who could override it, contacts of app-config say.
      window: undefined,
      // The people of its rule are added for whoever looks.
      approval: undefined,
      slot: ['user:default/ben'],
    });
    // What the engine or a pipeline did, the owner knows best.
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

  it('names the first in the queue to ask, if nothing runs', () => {
    const ahead = [
      { id: 'd2', kind: 'deploy' as const, requestedBy: 'user:default/ben' },
      { id: 'd3', kind: 'deploy' as const, requestedBy: 'user:default/eva' },
    ];
    expect(startBlockers(facts({ ahead }))[0].ask).toEqual([
      'user:default/ben',
    ]);
  });

  it('says to ask for whom an agent asked, when it is meant for later', () => {
    const requestedBy = {
      principal: 'service:agent',
      onBehalfOf: 'user:default/ben',
      via: 'action' as const,
    };
    expect(
      startBlockers(
        facts({ deployment: { requestedBy, notBefore: NOW + 1 } }),
      )[0].ask,
    ).toEqual(['user:default/ben']);
  });

  it.each([
    ['a deployment left', 'd0'],
    ['a person placed', undefined],
  ])('says which deployment left a hold that %s: %s', (_, deploymentId) => {
    const hold = {
      reason: 'Look first',
      by: 'user:default/eva',
      at: iso(NOW),
      ...(deploymentId === undefined ? {} : { deploymentId }),
    };
    const [blocker] = startBlockers(
      facts({ serviceEnvironment: { environment: 'production', hold } }),
    );
    expect(blocker).toStrictEqual({
      kind: 'hold',
      message: 'On hold: Look first',
      ask: ['user:default/eva'],
      overridable: true,
      ...(deploymentId === undefined ? {} : { deploymentId }),
    });
  });

  it('says no time for windows that do not open within sight', () => {
    const windows = [{ ...FREEZE, schedule: '* * * * *' }];
    expect(
      startBlockers(facts({ environment: { windows } }))[0],
    ).not.toHaveProperty('until');
  });

  it('says which deployment is in the way', () => {
    expect(
      startBlockers(
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
      source: StartFacts['environmentOfSource'];
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
    'the same name, built anew': {
      source: running({ ...V2, artifact: 'oci:sha256:3' }, 60),
      blocker: [
        'promotion',
        '1.4.2 must run in staging first; another artifact of the name 1.4.2 runs there.',
      ],
    },
    'its checks there were passed over by a person': {
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
        '1.4.2 runs in staging, but its checks there did not pass (overridden).',
      ],
    },
    'it is unknown when its checks there passed': {
      source: {
        environment: 'staging',
        current: { version: V2, verification: 'passed' },
      },
      blocker: [
        'promotion',
        '1.4.2 runs in staging, but its checks there did not pass (passed).',
      ],
    },
    'it has drifted there': {
      source: {
        ...running(V2, 60),
        drift: { id: 'd1', message: '1.0.0 runs there.' },
      },
      blocker: [
        'promotion',
        'What runs in staging is not what was deployed there: 1.0.0 runs there.',
      ],
    },
    'it has not soaked': {
      source: running(V2, 4),
      blocker: [
        'soak',
        '1.4.2 has run verified in staging for 4 min of 10 min.',
        NOW + 6 * MINUTE,
      ],
    },
    'it has soaked, to the millisecond': { source: running(V2, 10) },
  };
  it.each(Object.entries(cases))('%s', (_, { source, blocker }) => {
    const found = startBlockers(
      facts({ environment: from, environmentOfSource: source }),
    ).map(({ kind, message, until }) => [
      kind,
      message,
      ...(until ? [Date.parse(until)] : []),
    ]);
    expect(found).toEqual(blocker ? [blocker] : []);
  });
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
    'somebody of another group': {
      approvals: [
        approval('carla'),
        approval('ben', { groups: ['group:default/team-catalog'] }),
      ],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'the one who asked': {
      approvals: [approval('carla'), approval('ana')],
      blockers: ['1 of 2 approvals from release-managers.'],
    },
    'the one for whom an agent asked': {
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
      approvals: [approval('carla'), approval('dmitri', { choice: 'reject' })],
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
    'a person of two rules counts for one': {
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
        '0 of 1 approval from security or eva. The approval of carla counts for “managers”: each rule needs a different person.',
      ],
    },
    'a person of two rules counts for both where people need not be distinct': {
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
    'each rule is told': {
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
    const found = startBlockers(facts({ ...rule, ...given, approvals }));
    expect(found.map(({ message }) => message)).toEqual(blockers);
    expect(found.every(({ kind }) => kind === 'approval')).toBe(true);
  });

  it('says who can', () => {
    expect(startBlockers(facts(rule))[0].unblockedBy).toEqual([
      'group:default/release-managers',
    ]);
  });
});

describe('what each kind answers to', () => {
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
        'approval',
        'slot',
      ],
    ],
    ['rollback', ['quarantine', 'unobserved', 'drift', 'schedule', 'slot']],
    [
      'restart',
      ['unobserved', 'drift', 'hold', 'schedule', 'window', 'approval', 'slot'],
    ],
    [
      'remove',
      ['unobserved', 'drift', 'hold', 'schedule', 'window', 'approval', 'slot'],
    ],
  ])('%s', (kind, kinds) => {
    const given = {
      ...EVERYTHING,
      deployment: { ...EVERYTHING.deployment, kind },
    };
    expect(startBlockers(facts(given)).map(it => it.kind)).toEqual(kinds);
  });

  it('a rollback passes the queue, but not who owns the environment', () => {
    const ahead = [{ id: 'd2', kind: 'deploy' as const }];
    const deployment = { kind: 'rollback' as const };
    expect(startBlockers(facts({ deployment, ahead }))).toEqual([]);
    expect(
      startBlockers(
        facts({ deployment, ahead, lockOwner: { id: 'd0', kind: 'deploy' } }),
      ),
    ).toMatchObject([{ kind: 'slot', deploymentId: 'd0' }]);
  });
});

describe('overriding', () => {
  it('lifts what may be overridden and leaves what may not', () => {
    const every = startBlockers(facts(EVERYTHING));
    expect(every.filter(it => it.overridable).map(it => it.kind)).toEqual([
      'hold',
      'promotion',
      'schedule',
      'window',
    ]);
    const overridden = every.map(({ kind }) => ({ kind, at: NOW }));
    expect(
      startBlockers(facts({ ...EVERYTHING, overridden })).map(it => it.kind),
    ).toEqual(['quarantine', 'unobserved', 'drift', 'approval', 'slot']);
  });
});

describe('an override, later', () => {
  const at = NOW - 60 * MINUTE;
  const kinds = (given: Changes) =>
    startBlockers(facts(given)).map(({ kind }) => kind);
  const hold = (since: number) => ({
    environment: 'production',
    hold: { reason: 'Rolled back', by: 'system', at: iso(since) },
  });

  it('is of the hold that was there, not of the next one', () => {
    const overridden = [{ kind: 'hold' as const, at }];
    expect(
      kinds({ overridden, serviceEnvironment: hold(at - MINUTE) }),
    ).toEqual([]);
    expect(kinds({ overridden, serviceEnvironment: hold(at) })).toEqual([]);
    expect(kinds({ overridden, serviceEnvironment: hold(at + 1) })).toEqual([
      'hold',
    ]);
    // Said again, it is of this one as well.
    expect(
      kinds({
        overridden: [...overridden, { kind: 'hold', at: NOW }],
        serviceEnvironment: hold(at + 1),
      }),
    ).toEqual([]);
  });

  it('is of the time in which windows kept it, not of the next such time', () => {
    const overridden = [{ kind: 'window' as const, at }];
    const deny = (schedule: string, forMs: number) => ({
      windows: [{ ...FREEZE, schedule, forMs, timeZone: 'UTC' }],
    });
    const long = deny('0 11 * * *', 120 * MINUTE);
    expect(kinds({ environment: long })).toEqual(['window']);
    expect(kinds({ overridden, environment: long })).toEqual([]);
    // It ended after half an hour, and started again.
    const hourly = deny('0 * * * *', 30 * MINUTE);
    expect(kinds({ overridden, environment: hourly })).toEqual(['window']);
  });
});

it('overriding is for what a person with the permission can answer for', () => {
  expect(
    Object.entries(OVERRIDABLE)
      .filter(([, may]) => may)
      .map(([kind]) => kind)
      .sort(),
  ).toEqual(['hold', 'promotion', 'schedule', 'soak', 'window']);
});

describe('when to look again', () => {
  const cases: Record<string, { given: Changes; at: number | undefined }> = {
    'never, when nothing ends by itself': {
      given: { lockOwner: { id: 'd0', kind: 'deploy' } },
      at: undefined,
    },
    'when its time has come': {
      given: { deployment: { notBefore: NOW + MINUTE } },
      at: NOW + MINUTE,
    },
    'not at a time that has come': {
      given: { deployment: { notBefore: NOW } },
      at: undefined,
    },
    'when it has soaked': {
      given: {
        environment: {
          promotesFrom: { environment: 'staging', soakMs: 10 * MINUTE },
        },
        environmentOfSource: running(V2, 4),
      },
      at: NOW + 6 * MINUTE,
    },
    'when a window ends': {
      given: { environment: { windows: [FREEZE] } },
      at: Date.parse('2026-11-23T07:00:00Z'),
    },
    'when a window begins': {
      given: {
        now: Date.parse('2026-11-20T12:00:00Z'),
        environment: { windows: [FREEZE] },
      },
      at: Date.parse('2026-11-20T17:00:00Z'),
    },
    'when an approval that is needed expires': {
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
    'at the earliest of all': {
      given: {
        deployment: { notBefore: NOW + 2 * MINUTE },
        environment: {
          windows: [FREEZE],
          promotesFrom: { environment: 'staging', soakMs: 5 * MINUTE },
        },
        environmentOfSource: running(V2, 4),
      },
      at: NOW + MINUTE,
    },
    'not at what does not concern the kind': {
      given: {
        deployment: { kind: 'rollback' },
        environment: {
          windows: [FREEZE],
          promotesFrom: { environment: 'staging', soakMs: 10 * MINUTE },
          approvals: [{ ...MANAGERS, count: 1, expiresAfterMs: 60 * MINUTE }],
        },
        environmentOfSource: running(V2, 4),
        approvals: [approval('carla')],
      },
      at: undefined,
    },
  };
  it.each(Object.entries(cases))('%s', (_, { given, at }) => {
    expect(wakeAt(facts(given))).toBe(at);
  });
});

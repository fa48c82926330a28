import {
  MINUTE,
  START,
  deployment,
  incident,
  link,
} from './__testUtils__/sourceRecordBuilders';
import { derive } from './__testUtils__/derive';
import type { ServiceRecords } from './sourceRecords';

describe('failed deployment recovery time', () => {
  const minutes = (ms: number | undefined) =>
    ms === undefined ? undefined : (ms - START) / MINUTE;
  const periods = (more: Partial<ServiceRecords>) =>
    derive(more).recoveries.map(r => [
      minutes(r.startedAt),
      minutes(r.endedAt),
      r.counting.counted ? 'counted' : r.counting.reason,
    ]);

  it.each<[string, Partial<ServiceRecords>, unknown[]]>([
    [
      'a rollback inside a deployment counts from the first traffic to the restoration',
      {
        deployments: [
          deployment('d', 30, {
            startedAt: 10,
            trafficAt: 12,
            restoredAt: 20,
            outcome: 'rolled_back',
          }),
        ],
      },
      [[12, 20, 'counted']],
    ],
    [
      'a later rollback ends the period when it has the traffic',
      {
        deployments: [
          deployment('d', 10, { trafficAt: 8 }),
          deployment('back', 60, {
            kind: 'rollback',
            reverts: 'd',
            trafficAt: 55,
          }),
        ],
      },
      [[8, 55, 'counted']],
    ],
    [
      'a failure in traffic lasts until the next good deployment',
      {
        deployments: [
          deployment('d', 10, { outcome: 'failed', trafficAt: 8 }),
          deployment('worse', 20, { outcome: 'failed', trafficAt: 'never' }),
          deployment('good', 60),
        ],
      },
      [[8, 60, 'counted']],
    ],
    [
      'a failure in traffic lasts until a good deployment, not a restart or another failure',
      {
        deployments: [
          deployment('d', 10, { outcome: 'failed', trafficAt: 8 }),
          deployment('again', 20, { kind: 'restart' }),
          deployment('worse', 30, {
            outcome: 'rollback_failed',
            trafficAt: 'never',
          }),
          deployment('good', 60),
        ],
      },
      [[8, 60, 'counted']],
    ],
    [
      'a rollback of something else also ends a failure in traffic',
      {
        deployments: [
          deployment('d', 10, { outcome: 'failed', trafficAt: 8 }),
          deployment('back', 60, { kind: 'rollback', reverts: 'elsewhere' }),
        ],
      },
      [[8, 60, 'counted']],
    ],
    [
      'an open incident stays open after other deployments',
      {
        deployments: [deployment('d', 10), deployment('next', 60)],
        incidents: [incident('i', 15)],
        links: [link('i', 'd', 'caused')],
      },
      [[15, undefined, 'still-open']],
    ],
    [
      'an open incident that started when its deployment was reverted ends immediately',
      {
        deployments: [
          deployment('d', 30, { restoredAt: 28, outcome: 'rolled_back' }),
        ],
        incidents: [incident('i', 28)],
        links: [link('i', 'd', 'caused')],
      },
      [[28, 28, 'counted']],
    ],
    [
      'without a good deployment the period stays open',
      {
        deployments: [
          deployment('d', 10, { outcome: 'rollback_failed', trafficAt: 8 }),
        ],
      },
      [[8, undefined, 'still-open']],
    ],
    [
      'an incident has its own times',
      {
        deployments: [deployment('d', 10, { trafficAt: 8 })],
        incidents: [incident('i', 15, 45)],
      },
      [[15, 45, 'counted']],
    ],
    [
      'an open incident ends with its linked fix',
      {
        deployments: [deployment('d', 10), deployment('fix', 60)],
        incidents: [incident('i', 15)],
        links: [link('i', 'fix', 'fixed'), link('i', 'd', 'caused')],
      },
      [[15, 60, 'counted']],
    ],
    [
      'an open incident ends when its deployment is reverted',
      {
        deployments: [
          deployment('d', 10),
          deployment('back', 60, { kind: 'rollback', trafficAt: 58 }),
        ],
        incidents: [incident('i', 15)],
        links: [link('i', 'd', 'caused')],
      },
      [[15, 58, 'counted']],
    ],
    [
      'an incident that started after its deployment was reverted stays open',
      {
        deployments: [
          deployment('d', 30, { restoredAt: 28, outcome: 'rolled_back' }),
        ],
        incidents: [incident('i', 29)],
        links: [link('i', 'd', 'caused')],
      },
      [[29, undefined, 'still-open']],
    ],
    [
      'the first of two successful fixes ends the period',
      {
        deployments: [
          deployment('d', 10),
          deployment('try', 40, { outcome: 'rolled_back', trafficAt: 'never' }),
          deployment('fix', 60),
          deployment('better', 90),
        ],
        incidents: [incident('i', 15)],
        links: [
          link('i', 'd', 'caused'),
          ...['try', 'fix', 'better'].map(id => link('i', id, 'fixed')),
        ],
      },
      [[15, 60, 'counted']],
    ],
    [
      'the first of two rollbacks of the same deployment ends the period',
      {
        deployments: [
          deployment('d', 10, { trafficAt: 8 }),
          ...[60, 90].map(finished =>
            deployment(`back-${finished}`, finished, {
              kind: 'rollback',
              reverts: 'd',
            }),
          ),
        ],
      },
      [[8, 57, 'counted']],
    ],
    [
      'overlapping incidents are one period, from the first start to the last end',
      {
        deployments: [deployment('d', 10)],
        incidents: [
          incident('i', 20, 40),
          incident('j', 30, 70),
          incident('k', 71, 80),
        ],
      },
      [
        [20, 70, 'counted'],
        [71, 80, 'counted'],
      ],
    ],
    [
      'an open period includes everything later',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 20), incident('j', 30, 40)],
      },
      [[20, undefined, 'still-open']],
    ],
    [
      'an incident that ends before it starts is excluded as a clock error',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 20, 15)],
      },
      [[20, 15, 'negative-time']],
    ],
    [
      'an incident that ends before it starts is merged with one of the same start',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 20, 15), incident('j', 20, 30)],
      },
      [[20, 30, 'counted']],
    ],
    [
      'a deployment that never took traffic affected nobody',
      {
        deployments: [
          deployment('d', 10, { outcome: 'rolled_back', trafficAt: 'never' }),
        ],
      },
      [],
    ],
    [
      'an incident that no deployment caused is not a failed deployment',
      { incidents: [incident('i', 20, 30)] },
      [],
    ],
  ])('%s', (_, more, expected) => {
    expect(periods(more)).toEqual(expected);
  });

  it("uses its deployment's owner and system", () => {
    const [period] = derive({
      deployments: [
        deployment('d', 10, {
          outcome: 'rolled_back',
          ownerGroup: 'group:default/shop',
          system: 'system:default/web',
        }),
      ],
    }).recoveries;
    expect(period).toMatchObject({
      ownerGroup: 'group:default/shop',
      system: 'system:default/web',
    });
  });
});

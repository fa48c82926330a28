import {
  deployment,
  incident,
  link,
} from './__testUtils__/sourceRecordBuilders';
import { derive } from './__testUtils__/derive';
import type { ServiceRecords } from './sourceRecords';

describe('inferred links', () => {
  const two = [deployment('one', 10), deployment('two', 20)];
  const inferred = (more: Partial<ServiceRecords>) =>
    derive(more).inferredLinks;

  it('attribute an incident to the latest deployment that had taken traffic', () => {
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents })).toEqual([
      { incident: 'i', deployment: 'two' },
    ]);
  });

  it.each([
    ['at the moment when it took traffic', 17],
    ['to the last moment of the window', 17 + 24 * 60],
  ])('reach from deployment to incident, %s', (_, started) => {
    const incidents = [incident('i', started)];
    expect(inferred({ deployments: two, incidents })).toEqual([
      { incident: 'i', deployment: 'two' },
    ]);
  });

  it.each<[string, Partial<ServiceRecords>]>([
    [
      'to nothing when it was too long ago',
      { deployments: two, incidents: [incident('i', 18 + 24 * 60)] },
    ],
    [
      'to nothing when a person says what caused it',
      {
        deployments: two,
        incidents: [incident('i', 25)],
        links: [link('i', 'one', 'caused')],
      },
    ],
    [
      'to nothing when a person says that it was not the latest',
      {
        deployments: two,
        incidents: [incident('i', 25)],
        links: [link('i', 'two', 'caused', 'removed')],
      },
    ],
    [
      'not to what came later',
      { deployments: two, incidents: [incident('i', 1)] },
    ],
    [
      'not to a deployment outside production',
      {
        deployments: [deployment('d', 10, { tier: 'staging' })],
        incidents: [incident('i', 25)],
      },
    ],
    [
      'not to a deployment to production, of an incident of another tier',
      {
        deployments: two,
        incidents: [incident('i', 25, 30, { tier: 'staging' })],
      },
    ],
  ])('%s', (_, more) => {
    expect(inferred(more)).toEqual([]);
  });

  it.each<[string, Parameters<typeof incident>[3], string]>([
    [
      'the environment that the incident names',
      { environment: 'eu', tier: 'production' },
      'eu',
    ],
    [
      'the environment that it names, of whatever tier that is',
      { environment: 'qa', tier: 'production' },
      'qa',
    ],
    [
      'its tier, where no deployment is told to an environment of that name',
      { environment: 'prod-1', tier: 'production' },
      'us',
    ],
    ['its tier, where it names no environment', { tier: 'testing' }, 'qa'],
    [
      'production, where nobody knows what it names',
      { environment: 'x' },
      'us',
    ],
    ['production, where nobody says', {}, 'us'],
  ])('attribute an incident to %s', (_, serviceEnvironment, expected) => {
    const deployments = [
      deployment('eu', 10, { environment: 'eu' }),
      deployment('us', 15, { environment: 'us' }),
      deployment('qa', 20, { environment: 'qa', tier: 'testing' }),
    ];
    const incidents = [incident('i', 25, 30, serviceEnvironment)];
    expect(inferred({ deployments, incidents })).toEqual([
      { incident: 'i', deployment: expected },
    ]);
  });

  it('of a staging incident do not affect production', () => {
    const incidents = [incident('i', 25, 30, { tier: 'staging' })];
    const derived = derive({
      deployments: [
        ...two,
        deployment('s', 12, { tier: 'staging', environment: 'staging' }),
      ],
      incidents,
    });
    expect(derived.deployments.map(d => [d.id, d.rate.hit]).sort()).toEqual([
      ['one', false],
      ['s', true],
      ['two', false],
    ]);
    expect(derived.recoveries.map(({ tier }) => tier)).toEqual(['staging']);
  });

  it('ignore rollbacks and deployments that never took traffic', () => {
    const deployments = [
      deployment('one', 10),
      deployment('dead', 15, { outcome: 'failed', trafficAt: 'never' }),
      deployment('back', 20, { kind: 'rollback', reverts: 'zero' }),
    ];
    expect(inferred({ deployments, incidents: [incident('i', 25)] })).toEqual([
      { incident: 'i', deployment: 'one' },
    ]);
  });

  it('give way to a link to a deployment of another service, or to an unknown one', () => {
    const links = [link('i', 'elsewhere', 'caused')];
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents, links })).toEqual([]);
  });

  it('are kept when a person only rules out another deployment', () => {
    const links = [link('i', 'one', 'caused', 'removed')];
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents, links })).toHaveLength(1);
  });

  it('are not moved to another deployment when a person says that there is none', () => {
    const links = [
      link('i', 'two', 'caused', 'removed'),
      link('i', 'one', 'caused', 'removed'),
    ];
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents, links })).toEqual([]);
    const said = link('i', 'one', 'caused');
    expect(
      derive({
        deployments: two,
        incidents,
        links: [links[0], said],
      }).deployments.map(({ failure }) => failure),
    ).toEqual(['incident', undefined]);
  });
});

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
    ['at the moment it took traffic', 17],
    ['to the last moment of the window', 17 + 24 * 60],
  ])('reach from deployment to incident, %s', (_, started) => {
    const incidents = [incident('i', started)];
    expect(inferred({ deployments: two, incidents })).toEqual([
      { incident: 'i', deployment: 'two' },
    ]);
  });

  it.each<[string, Partial<ServiceRecords>]>([
    [
      'to nothing if the deployment was too long before',
      { deployments: two, incidents: [incident('i', 18 + 24 * 60)] },
    ],
    [
      'to nothing if a person says what caused it',
      {
        deployments: two,
        incidents: [incident('i', 25)],
        links: [link('i', 'one', 'caused')],
      },
    ],
    [
      'to nothing if a person rules out the latest deployment',
      {
        deployments: two,
        incidents: [incident('i', 25)],
        links: [link('i', 'two', 'caused', 'removed')],
      },
    ],
    [
      'not to a later deployment',
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
      'not to a production deployment if the incident has another tier',
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
      'the environment that it names, whatever its tier',
      { environment: 'qa', tier: 'production' },
      'qa',
    ],
    [
      'its tier, if no deployment has an environment of that name',
      { environment: 'prod-1', tier: 'production' },
      'us',
    ],
    ['its tier, if it names no environment', { tier: 'testing' }, 'qa'],
    ['production, if its environment is unknown', { environment: 'x' }, 'us'],
    ['production, if nothing is reported', {}, 'us'],
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

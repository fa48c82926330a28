import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import {
  groupByVersion,
  listArtifacts,
  mainInstance,
  mainVersion,
  runsArtifact,
} from './observedVersions';

const INDEX = 'registry.example.com/checkout@sha256:index';
const PLATFORM = 'registry.example.com/checkout@sha256:amd64';
const OTHER = 'registry.example.com/checkout@sha256:other';

function instance(
  id: string,
  artifact: string,
  more: Partial<ObservedInstance> = {},
): ObservedInstance {
  return {
    id,
    artifact,
    versionName: artifact === OTHER ? '1.3.0' : '1.4.0',
    weight: 0,
    ready: true,
    since: 0,
    ...more,
  };
}

describe('an observed instance', () => {
  it.each([
    ['its artifact', instance('a', INDEX), INDEX, true],
    [
      'an alias of its artifact',
      instance('a', INDEX, { aliases: [PLATFORM] }),
      PLATFORM,
      true,
    ],
    [
      'another artifact',
      instance('a', INDEX, { aliases: [PLATFORM] }),
      OTHER,
      false,
    ],
    ['an unknown artifact', instance('a', INDEX), undefined, false],
  ])('is compared with %s', (_, observed, artifact, expected) => {
    expect(runsArtifact(observed, artifact)).toBe(expected);
  });
});

describe('observed instances', () => {
  it('of one version count together, whichever spelling they report', () => {
    expect(
      groupByVersion([
        instance('a', INDEX, { weight: 30, aliases: [PLATFORM] }),
        instance('b', PLATFORM, { weight: 30 }),
        instance('c', OTHER, { weight: 40 }),
      ]).map(({ artifact, spellings, weight, instances }) => ({
        artifact,
        spellings,
        weight,
        ids: instances.map(({ id }) => id),
      })),
    ).toEqual([
      {
        artifact: PLATFORM,
        spellings: [PLATFORM, INDEX],
        weight: 60,
        ids: ['a', 'b'],
      },
      { artifact: OTHER, spellings: [OTHER], weight: 40, ids: ['c'] },
    ]);
  });

  it('are one version if a later instance shows that their spellings belong together', () => {
    const versions = groupByVersion([
      instance('a', INDEX),
      instance('b', PLATFORM),
      instance('c', INDEX, { aliases: [PLATFORM] }),
    ]);
    expect(versions).toHaveLength(1);
    expect(versions[0].instances).toHaveLength(3);
  });

  it('have as main version the one with the most traffic together', () => {
    const observed = {
      at: 0,
      instances: [
        instance('canary', OTHER, { weight: 40 }),
        instance('pod-1', INDEX, { weight: 30, ready: false }),
        instance('pod-2', INDEX, { weight: 30 }),
      ],
    };
    expect(mainVersion(observed)?.artifact).toBe(INDEX);
    expect(mainInstance(observed)?.id).toBe('pod-2');
  });

  it('have no main version if nothing is running', () => {
    expect(mainVersion({ at: 0, instances: [] })).toBeUndefined();
    expect(mainInstance({ at: 0, instances: [] })).toBeUndefined();
  });

  it('list each version once', () => {
    expect(
      listArtifacts([
        instance('a', OTHER),
        instance('b', INDEX),
        instance('c', INDEX),
      ]),
    ).toEqual([INDEX, OTHER]);
  });
});

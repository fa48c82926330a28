import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import { readRollbackOptions } from './readRollbackOptions';

const V = (name: string) => ({ id: name, name, artifact: `sha256:${name}` });
const HERE = {
  service: 'component:default/checkout',
  environment: 'production',
};
const VERSIONS = ['1.5.0', '1.4.1', 'unregistered'].map(name => ({
  version: V(name),
}));

function compare(from: string, to: string) {
  if (to === 'unregistered') {
    return 'unknown';
  }
  return from < to ? 'forward' : 'backward';
}

async function read(current: VersionSummary | undefined) {
  const { versions } = await readRollbackOptions(
    {
      reads: {
        rollbackOptions: async () => ({ leaves: [], versions: VERSIONS }),
      },
      commitCounts: {
        between: async (
          _: string,
          from: VersionSummary,
          to: VersionSummary,
        ) => ({
          direction: compare(from.name, to.name),
          commits: 0,
          subjects: [],
        }),
      },
    } as unknown as Parameters<typeof readRollbackOptions>[0],
    HERE,
    current && {
      ...HERE,
      fence: 0,
      current: {
        version: current,
        since: 0,
        by: 'x',
        deploymentId: 'd1',
        verification: 'passed',
      },
    },
    undefined,
  );
  return versions.map(({ version, isNewer }) => [version.name, isNewer]);
}

describe('the versions to roll back to', () => {
  it('say which of them are newer than the running one', async () => {
    expect(await read(V('1.4.2'))).toEqual([
      ['1.5.0', true],
      ['1.4.1', undefined],
      ['unregistered', undefined],
    ]);
  });

  it('are not compared while nothing is running', async () => {
    expect((await read(undefined)).map(([, isNewer]) => isNewer)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

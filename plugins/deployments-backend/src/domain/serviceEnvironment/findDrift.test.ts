import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import type { RunningVersion } from '../model/serviceEnvironment';
import { findDrift } from './findDrift';

const INDEX = 'registry.example.com/checkout@sha256:index';
const PLATFORM = 'registry.example.com/checkout@sha256:amd64';
const OTHER = 'registry.example.com/checkout@sha256:other';

const current: RunningVersion = {
  version: { id: '1', name: '1.4.0', artifact: INDEX },
  since: 0,
  by: 'user:default/ann',
  deploymentId: 'd',
  verification: 'passed',
};

function observe(...instances: Partial<ObservedInstance>[]) {
  return {
    at: 0,
    instances: instances.map((more, index) => ({
      id: `pod-${index}`,
      artifact: INDEX,
      versionName: '1.4.0',
      weight: 100 / instances.length,
      ready: true,
      since: 0,
      ...more,
    })),
  };
}

describe('drift', () => {
  it('is absent if the expected artifact is running', () => {
    expect(findDrift({ current }, observe({}, {}))).toBeUndefined();
  });

  it('is absent if the expected artifact is an alias of the running one', () => {
    expect(
      findDrift(
        { current },
        observe(
          { artifact: PLATFORM, aliases: [INDEX] },
          { artifact: PLATFORM },
        ),
      ),
    ).toBeUndefined();
  });

  it('names another running version once, however many instances it has', () => {
    const other = { artifact: OTHER, versionName: '1.3.0' };
    expect(findDrift({ current }, observe(other, other))).toMatchObject({
      message: '1.4.0 should run here, but 1.3.0 does.',
      expected: '1.4.0',
      observed: '1.3.0',
    });
  });

  it('exists if something runs that Slipway did not deploy', () => {
    expect(findDrift({}, observe({}))).toMatchObject({
      message: '1.4.0 runs here, but was not deployed with Slipway.',
    });
  });

  it('stays accepted if the instances report another spelling of the accepted artifact', () => {
    const driftAccepted = {
      observed: [OTHER],
      by: 'user:default/ann',
      at: 0,
      reason: 'It is mine',
    };
    const accepted = { current, driftAccepted };
    expect(
      findDrift(
        accepted,
        observe({ artifact: `${OTHER}-amd64`, aliases: [OTHER] }),
      ),
    ).toBeUndefined();
    expect(findDrift(accepted, observe({ artifact: PLATFORM }))).toBeDefined();
  });

  it('has the same id for any order and number of instances', () => {
    const a = { artifact: OTHER };
    const b = { artifact: PLATFORM };
    expect(findDrift({ current }, observe(a, b, b))?.id).toBe(
      findDrift({ current }, observe(b, a))?.id,
    );
  });
});

import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import type { RunningVersion } from '../../engine/service';
import { presentHealth, presentTraffic } from './health';

const current = { version: { name: '1.4.1' } } as RunningVersion;

const instance = (more: Partial<ObservedInstance>): ObservedInstance => ({
  id: 'i',
  artifact: 'a',
  versionName: '1.4.1',
  weight: 100,
  ready: true,
  since: 0,
  ...more,
});

const health = (
  instances: ObservedInstance[] | undefined,
  running: RunningVersion | undefined = current,
) =>
  presentHealth({
    current: running,
    observation: instances && { at: 0, instances },
  });

describe('presentHealth', () => {
  it('knows nothing without an observation', () => {
    expect(health(undefined).status).toBe('unknown');
    expect(presentHealth({}).status).toBe('not_deployed');
  });

  it('calls what serves and answers healthy, whatever the retired one does', () => {
    expect(
      health([instance({}), instance({ weight: 0, ready: false })]).status,
    ).toBe('healthy');
  });

  it('says how many instances with traffic do not answer', () => {
    expect(
      health([
        instance({ weight: 90 }),
        instance({ weight: 10, ready: false }),
      ]),
    ).toMatchObject({
      status: 'unhealthy',
      message: '1 of 2 instances with traffic does not answer',
    });
  });

  it('misses what should run', () => {
    expect(health([])).toMatchObject({
      status: 'unhealthy',
      message: 'Nothing runs, though 1.4.1 should',
    });
    expect(health([instance({ weight: 0 })]).message).toBe(
      'No instance gets traffic',
    );
  });
});

describe('presentTraffic', () => {
  it('adds up instances of a version, the largest share first', () => {
    expect(
      presentTraffic({
        at: 0,
        instances: [
          instance({ artifact: 'b', versionName: '2', weight: 10 }),
          instance({ weight: 45 }),
          instance({ weight: 45 }),
          instance({ artifact: 'c', weight: 0 }),
        ],
      }),
    ).toEqual([
      { artifact: 'a', versionName: '1.4.1', weight: 90 },
      { artifact: 'b', versionName: '2', weight: 10 },
    ]);
  });
});

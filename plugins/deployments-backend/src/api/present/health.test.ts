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

  it('notices traffic that goes nowhere', () => {
    expect(health([instance({ weight: 20 })])).toMatchObject({
      status: 'unhealthy',
      message: 'Only 20 % of the traffic goes to an instance',
    });
    expect(
      health([instance({ weight: 33.3 }), instance({ weight: 66.6 })]).status,
    ).toBe('healthy');
  });

  it.each([
    ['most requests fail', 0.2, 446, 'unhealthy'],
    ['a few fail', 0.95, 446, 'healthy'],
    ['too few came to say', 0, 3, 'healthy'],
    ['nobody measured', undefined, 0, 'healthy'],
  ])('where %s', (_, successRate, requests, status) => {
    const shown = presentHealth({
      current,
      observation: { at: 0, instances: [instance({})] },
      figures: { successRate, requests },
    });
    expect(shown).toMatchObject({ status, requests });
    expect(shown.message).toBe(
      status === 'unhealthy'
        ? '80 % of 446 requests failed in the last five minutes'
        : undefined,
    );
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

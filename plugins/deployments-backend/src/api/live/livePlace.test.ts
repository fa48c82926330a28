import { mockServices } from '@backstage/backend-test-utils';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentReads } from '../../engine/service';
import { entities, fakeTarget, model } from '../__testUtils__/fixtures';
import { createLivePlaces } from './livePlace';

describe('live places', () => {
  const [staging] = model.environments;
  const [entity] = entities;

  function look(
    more: Partial<DeploymentTarget>,
    subscribe: DeploymentReads['subscribe'] = () => () => {},
  ) {
    const places = createLivePlaces({
      model,
      providers: { targets: new Map([['fake', { ...fakeTarget, ...more }]]) },
      reads: { subscribe },
      logger: mockServices.logger.mock(),
    });
    return () => places.look('component:default/checkout', entity, staging);
  }

  it('asks the target once for all who look at the same time', async () => {
    const observe = jest.fn(fakeTarget.observe);
    const ask = look({ observe });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(observe).toHaveBeenCalledTimes(1);
    expect(answers[2].observation?.url).toBe('http://localhost:4100');
    expect(answers[2].figures).toMatchObject({ successRate: 0.998 });
  });

  it('asks again once a deployment has done something there', async () => {
    const observe = jest.fn(fakeTarget.observe);
    let tell: Parameters<DeploymentReads['subscribe']>[1] = () => {};
    const ask = look({ observe }, (_, listener) => {
      tell = listener;
      return () => {};
    });
    const change = {
      deploymentId: 'd',
      service: 'component:default/checkout',
      environment: 'staging',
    };
    await ask();
    tell({ ...change, what: 'measurements' });
    tell({ ...change, environment: 'production', what: 'events' });
    await ask();
    expect(observe).toHaveBeenCalledTimes(1);
    tell({ ...change, what: 'events' });
    await ask();
    expect(observe).toHaveBeenCalledTimes(2);
  });

  it('shows what it has when the target fails', async () => {
    await expect(
      look({ observe: async () => Promise.reject(new Error('down')) })(),
    ).resolves.toEqual({});
    await expect(
      look({ measure: async () => Promise.reject(new Error('down')) })(),
    ).resolves.toMatchObject({
      figures: undefined,
      observation: { at: expect.any(Number) },
    });
  });

  it('does not wait for a target that never answers', async () => {
    const started = Date.now();
    await expect(
      look({ observe: () => new Promise(() => {}) })(),
    ).resolves.toEqual({});
    expect(Date.now() - started).toBeLessThan(4_000);
  });

  it('asks no figures of a target that cannot measure', async () => {
    const measure = jest.fn();
    const { figures } = await look({ capabilities: [], measure })();
    expect(figures).toBeUndefined();
    expect(measure).not.toHaveBeenCalled();
  });
});

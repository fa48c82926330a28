import { mockServices } from '@backstage/backend-test-utils';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentReads } from '../application/deploymentService';
import {
  entities,
  fakeTarget,
  model,
  providers,
} from '../api/__testUtils__/fixtures';
import type { Measured } from './liveFigures';
import { createLiveServiceEnvironments } from './liveServiceEnvironment';

describe('a live service environment', () => {
  const [staging] = model.environments;
  const [entity] = entities;

  const running: Measured = { artifact: 'img@sha256:1', since: 0 };

  function look(
    more: Partial<DeploymentTarget>,
    subscribe: DeploymentReads['subscribe'] = () => () => {},
  ) {
    const serviceEnvironments = createLiveServiceEnvironments({
      model,
      providers: {
        targets: new Map([['fake', { ...fakeTarget, ...more }]]),
        checkProviders: providers.checkProviders,
      },
      reads: { subscribe },
      versions: { findNames: async () => [] },
      logger: mockServices.logger.mock(),
    });
    return (measured?: Measured) =>
      serviceEnvironments.read(
        'component:default/checkout',
        entity,
        staging,
        measured,
      );
  }

  it('asks the target once for simultaneous readers', async () => {
    const observe = jest.fn(fakeTarget.observe);
    const ask = look({ observe });
    const answers = await Promise.all([ask(running), ask(running), ask()]);
    expect(observe).toHaveBeenCalledTimes(1);
    expect(answers[2].observation?.url).toBe('http://localhost:4100');
    expect(answers[2].figures).toMatchObject({ successRate: 0.998 });
  });

  it('asks nobody if a setting has no value, so that nothing else is shown in its place', async () => {
    const observe = jest.fn(fakeTarget.observe);
    const { target } = staging;
    const environment = {
      ...staging,
      target: {
        ...target,
        settings: { workload: '{{ annotation example.com/workload }}' },
      },
    };
    const live = createLiveServiceEnvironments({
      model,
      providers: {
        targets: new Map([['fake', { ...fakeTarget, observe }]]),
        checkProviders: providers.checkProviders,
      },
      reads: { subscribe: () => () => {} },
      versions: { findNames: async () => [] },
      logger: mockServices.logger.mock(),
    });
    expect(
      await live.read('component:default/checkout', entity, environment),
    ).toEqual({ isUnanswered: true });
    expect(observe).not.toHaveBeenCalled();
  });

  it('asks again after a deployment’s change', async () => {
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

  it('asks again after the target reports a change', async () => {
    const observe = jest.fn(fakeTarget.observe);
    let notice: Parameters<
      NonNullable<DeploymentTarget['onChange']>
    >[0] = () => {};
    const ask = look({
      observe,
      onChange: listener => {
        notice = listener;
        return () => {};
      },
    });
    await ask();
    notice({ service: 'component:default/other', environment: 'staging' });
    await ask();
    expect(observe).toHaveBeenCalledTimes(1);
    notice({ service: 'component:default/checkout', environment: 'staging' });
    await ask();
    expect(observe).toHaveBeenCalledTimes(2);
  });

  it('is marked as unanswered when the target fails', async () => {
    await expect(
      look({ observe: async () => Promise.reject(new Error('down')) })(),
    ).resolves.toEqual({ isUnanswered: true });
    await expect(
      look({ measure: async () => Promise.reject(new Error('down')) })(running),
    ).resolves.toMatchObject({
      figures: undefined,
      observation: { at: expect.any(Number) },
    });
  });

  it('does not wait for a target that never answers', async () => {
    await expect(
      look({ observe: () => new Promise(() => {}) })(),
    ).resolves.toEqual({ isUnanswered: true });
  });

  it('has no figures if the target cannot measure', async () => {
    const measure = jest.fn();
    const { figures } = await look({ capabilities: [], measure })(running);
    expect(figures).toBeUndefined();
    expect(measure).not.toHaveBeenCalled();
  });

  describe('figures', () => {
    it('cover the requested version over at most five minutes', async () => {
      const measure = jest.fn(fakeTarget.measure!);
      const { figures } = await look({ measure })(running);
      for (const [asked] of measure.mock.calls) {
        expect(asked).toMatchObject({
          measurementTarget: 'baseline',
          artifact: 'img@sha256:1',
        });
        expect(asked.to - asked.from).toBe(300_000);
      }
      expect(figures?.isNew).toBe(false);
    });

    it('begin when the version got its first traffic', async () => {
      const since = Date.now() - 40_000;
      const measure = jest.fn(fakeTarget.measure!);
      const ask = look({ measure });
      const { figures } = await ask({ ...running, since });
      expect(figures).toMatchObject({ from: since, isNew: true });
      await ask({ artifact: 'img@sha256:2', since });
      expect(measure).toHaveBeenLastCalledWith(
        expect.objectContaining({ artifact: 'img@sha256:2' }),
      );
    });

    it('are measured on request even if a response without figures is cached', async () => {
      const ask = look({});
      expect((await ask()).figures).toBeUndefined();
      expect((await ask(running)).figures).toBeDefined();
    });
  });
});

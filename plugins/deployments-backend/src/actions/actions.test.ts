import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { CHECKOUT } from '../api/__testUtils__/fixtures';
import { ANA, allowAll, createTestApi } from '../api/__testUtils__/testApi';
import { registerActions } from './registerActions';

const credentials = mockCredentials.user(ANA);

describe('actions', () => {
  const { engine, policy, routerOptions } = createTestApi();
  const registry = actionsRegistryServiceMock();
  registerActions(registry, routerOptions);
  const invoke = (name: string, input: object, by: any = credentials) =>
    registry.invoke({
      id: `test:${name}`,
      input: input as any,
      credentials: by,
    }) as Promise<{ output: any }>;
  let versionId: string;

  beforeEach(async () => {
    policy.current = allowAll;
    engine.deployments.clear();
    engine.keys.clear();
    const { version } = await engine.register(CHECKOUT, {
      name: '1.4.2',
      artifact: 'a',
      commits: [{ id: 'c1', message: 'Fix rounding\n\nLong story' }],
    });
    versionId = version.id;
  });

  const deploy = (more: object = {}) =>
    invoke('deploy', {
      service: 'checkout',
      environment: 'staging',
      versionId,
      reason: 'Asked in chat',
      idempotencyKey: 'chat-0001',
      planHash: 'hash',
      ...more,
    });

  it('list what is running where', async () => {
    const { output } = await invoke('list-services', {});
    expect(output.totalItems).toBe(2);
    expect(output.services[0]).toMatchObject({
      service: CHECKOUT,
      goldenPath: 'web-service',
      environments: [
        { environment: 'staging', health: 'not_deployed', queued: 0 },
        { environment: 'production' },
      ],
    });
  });

  it('list versions with their changes', async () => {
    const { output } = await invoke('list-versions', { service: 'checkout' });
    expect(output.versions[0]).toMatchObject({
      id: versionId,
      changes: ['Fix rounding'],
    });
  });

  it('plan without changing anything', async () => {
    const { output } = await invoke('plan-deployment', {
      service: 'checkout',
      environment: 'staging',
      versionId,
    });
    expect(output).toMatchObject({ canStart: true, planHash: 'hash' });
    expect(output.watch).toBeUndefined();
    expect(engine.deployments.size).toBe(0);
  });

  it('plan with the watch after the deployment', async () => {
    const plan = engine.plan.bind(engine);
    const planWithWatch = jest
      .spyOn(engine, 'plan')
      .mockImplementation(async (...given) => ({
        ...(await plan(...given)),
        watch: { forMs: 2 * 3600_000, onBreach: 'rollback' },
      }));
    const { output } = await invoke('plan-deployment', {
      service: 'checkout',
      environment: 'staging',
      versionId,
    });
    planWithWatch.mockRestore();
    expect(output.watch).toEqual({ for: '2 h', onBreach: 'rollback' });
  });

  it('deploy in the name of the user, once per idempotency key', async () => {
    const first = await deploy();
    const second = await deploy();
    expect(first.output).toMatchObject({
      created: true,
      deployment: { service: CHECKOUT, status: 'queued', requestedBy: ANA },
    });
    expect(second.output).toMatchObject({
      created: false,
      deployment: { id: first.output.deployment.id },
    });
    expect(engine.callers.at(-1)?.principal).toEqual({
      principal: ANA,
      via: 'action',
    });
  });

  it('show the state of a deployment and what the user can do', async () => {
    const { output } = await deploy();
    const shown = await invoke('get-deployment', {
      id: output.deployment.id,
    });
    expect(shown.output).toMatchObject({
      status: 'queued',
      steps: [{ status: 'pending' }, { status: 'pending' }],
      options: [{ label: expect.stringContaining('Cancel') }],
    });
  });

  it('reject callers that are not signed-in users', async () => {
    for (const [name, input] of [
      ['list-services', {}],
      ['get-deployment', { id: 'x' }],
    ] as const) {
      await expect(
        invoke(name, input, mockCredentials.service()),
      ).rejects.toThrow(/signed-in user/);
    }
  });

  it('check the same permissions as the routes', async () => {
    policy.current = ({ name }) => ({
      result:
        name === 'deployments.deployment.create'
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    await expect(deploy()).rejects.toThrow(/deployments\.deployment\.create/);
    expect(engine.deployments.size).toBe(0);
  });

  it('reject a deployment without the hash of its plan', async () => {
    await expect(deploy({ planHash: undefined })).rejects.toThrow(/planHash/);
    expect(engine.deployments.size).toBe(0);
  });

  it('offer neither hotfixes nor overrides', async () => {
    const { output } = await deploy({ hotfix: true });
    const state = await engine.get(output.deployment.id);
    expect(state?.hotfix).toBe(false);
  });

  it('roll back a finished deployment', async () => {
    const { output } = await invoke('roll-back', {
      service: 'checkout',
      environment: 'staging',
      deploymentId: 'd1',
      reason: 'Hurts',
      idempotencyKey: 'chat-0002',
    }).catch(error => ({ output: error.message }));
    // The engine in memory cannot roll back; the error shows that it received the request.
    expect(output).toMatch(/versionId/);
  });
});

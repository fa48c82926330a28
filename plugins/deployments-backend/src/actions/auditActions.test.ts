import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { CHECKOUT } from '../api/__testUtils__/fixtures';
import { ANA, createTestApi } from '../api/__testUtils__/testApi';
import { auditActions } from './auditActions';
import { registerActions } from './registerActions';

describe('the audit of actions', () => {
  const { engine, routerOptions } = createTestApi();
  const registry = actionsRegistryServiceMock();
  const auditor = mockServices.auditor.mock();
  const [success, fail] = [jest.fn(), jest.fn()];
  auditor.createEvent.mockResolvedValue({ success, fail });
  registerActions(
    auditActions(registry, {
      auditor,
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
    }),
    routerOptions,
  );
  const invoke = (name: string, input: any) =>
    registry.invoke({
      id: `test:${name}`,
      input,
      credentials: mockCredentials.user(ANA),
    });
  const deploy = (versionId: string) =>
    invoke('deploy', {
      service: 'checkout',
      environment: 'staging',
      versionId,
      reason: 'contains hunter2',
      idempotencyKey: `chat-${versionId}`,
      planHash: 'hash',
    });

  beforeEach(() => jest.clearAllMocks());

  it('reports who deploys what, without the reason', async () => {
    const { version } = await engine.register(CHECKOUT, {
      name: '1.4.2',
      artifact: 'a',
    });
    await deploy(version.id);
    expect(auditor.createEvent.mock.calls).toEqual([
      [
        {
          eventId: 'action-deploy',
          severityLevel: 'medium',
          meta: { service: 'checkout', environment: 'staging', user: ANA },
        },
      ],
    ]);
    expect(success).toHaveBeenCalledTimes(1);
    expect(fail).not.toHaveBeenCalled();
  });

  it('reports a refusal by the name of its error', async () => {
    await expect(
      invoke('roll-back', {
        service: 'no-such-service',
        environment: 'staging',
        reason: 'contains hunter2',
        idempotencyKey: 'chat-0002',
      }),
    ).rejects.toThrow('no-such-service');
    expect(success).not.toHaveBeenCalled();
    const [[{ error }]] = fail.mock.calls;
    expect(error.message).toBe('NotFoundError');
  });

  it('does not report actions that only read', async () => {
    await invoke('list-services', {});
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });

  it('does not stop an action if the auditor fails', async () => {
    auditor.createEvent.mockRejectedValueOnce(new Error('no log'));
    const { version } = await engine.register(CHECKOUT, {
      name: '1.4.3',
      artifact: 'b',
    });
    await expect(deploy(version.id)).resolves.toBeDefined();
  });
});

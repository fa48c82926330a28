import type {
  StepKind,
  StepRequest,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  createGitHubFixture,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createCaller, VERSIONS } from '../__testUtils__/requests';
import { createGitHubTarget } from './gitHubTarget';
import { createGitHubWorkflowStep } from '../step/gitHubWorkflowStep';

const REFUSED = {
  code: 'not_allowed',
  notSent: true,
  message: expect.stringMatching(
    /^deployments\.github\.hosts in app-config does not allow workflows of acme\/checkout on github\.com\./,
  ),
};

describe('the repositories whose workflows may be used', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());

  it.each(['acme', 'acme/checkout'])('include those of %s', async allowed => {
    fixture = await createGitHubFixture({ allowed: [allowed] });
    await createCaller(
      fixture.createTarget(),
      fixture.serviceEnvironment,
      'one',
    ).deploy(VERSIONS.first);
    expect(fixture.gitHub.runs()).toHaveLength(1);
  });

  it('limit the target, which then sends nothing to GitHub', async () => {
    fixture = await createGitHubFixture({
      allowed: ['acme/checkout-v2', 'ac'],
    });
    const target = fixture.createTarget();
    const { serviceEnvironment } = fixture;
    await expect(
      createCaller(target, serviceEnvironment, 'one').apply(VERSIONS.first),
    ).rejects.toMatchObject(REFUSED);
    const signal = AbortSignal.timeout(5_000);
    await expect(
      target.observe({ ...serviceEnvironment, signal }),
    ).rejects.toMatchObject(REFUSED);
    expect(
      await target.observeMany?.([serviceEnvironment], { signal }),
    ).toMatchObject([REFUSED]);
    expect(fixture.proxy.requests).toEqual([]);
    expect(fixture.gitHub.runs()).toEqual([]);
  });

  it('limit the repository that is derived from the entity too', async () => {
    fixture = await createGitHubFixture({ allowed: ['other'] });
    const { settings, ...rest } = fixture.serviceEnvironment;
    const { repository, host, ...own } = settings;
    await expect(
      createCaller(
        fixture.createTarget(),
        {
          ...rest,
          settings: { ...own, source: { host, repository } as JsonObject },
        },
        'one',
      ).apply(VERSIONS.first),
    ).rejects.toMatchObject(REFUSED);
    expect(fixture.proxy.requests).toEqual([]);
  });

  it('limit the step, which then sends nothing to GitHub', async () => {
    fixture = await createGitHubFixture({ allowed: ['other'] });
    const kind = createGitHubWorkflowStep(
      fixture.createRuntime(),
    ) as unknown as StepKind<JsonObject>;
    const start = async () =>
      kind.start({
        ...fixture.serviceEnvironment,
        idempotencyKey: 'd/migrate/1/1',
        deadline: Date.now() + 5_000,
        signal: AbortSignal.timeout(5_000),
        log: () => {},
        now: Date.now(),
        with: {
          host: 'github.com',
          repository: 'acme/checkout',
          workflow: 'deploy.yml',
          inputs: {},
          correlate: 'run-name',
        },
      } as unknown as StepRequest<JsonObject>);
    await expect(start()).rejects.toMatchObject(REFUSED);
    expect(fixture.proxy.requests).toEqual([]);
  });

  describe('no longer include one while its workflow is running', () => {
    const deployHalfway = async () => {
      fixture = await createGitHubFixture();
      await createCaller(
        fixture.createTarget(),
        fixture.serviceEnvironment,
        'one',
      ).deploy(VERSIONS.first);
      fixture.service.beforeRollout = () => new Promise(() => {});
      const handle = await createCaller(
        fixture.createTarget(),
        fixture.serviceEnvironment,
        'two',
      ).apply(VERSIONS.second);
      const id = fixture.gitHub.runs().at(-1)!.id;
      await fixture.gitHub.waitForStatus(id, 'in_progress');
      const target = createGitHubTarget({
        ...fixture.createRuntime(),
        isAllowed: () => false,
      });
      const caller = createCaller(target, fixture.serviceEnvironment, 'two');
      return { target, caller, handle };
    };
    const listConclusions = () =>
      fixture.gitHub.runs().map(({ conclusion }) => conclusion);

    it('which can still be cancelled, and is not followed', async () => {
      const { target, caller, handle } = await deployHalfway();
      const { notSent, ...refused } = REFUSED;
      expect(await caller.poll(handle)).toMatchObject({
        ...refused,
        state: 'failed',
        retryable: false,
      });
      expect(await target.cancel({ ...caller.build('cancel/1'), handle })).toBe(
        'cancelled',
      );
      expect(listConclusions().sort()).toEqual(['cancelled', 'success']);
    });

    it('which an abort still stops, without starting a run to restore', async () => {
      const { caller } = await deployHalfway();
      const { notSent, ...refused } = REFUSED;
      const handle = await caller.abort(VERSIONS.first);
      expect(await caller.waitFor(handle, 'failed')).toMatchObject({
        ...refused,
        retryable: false,
      });
      expect(listConclusions().sort()).toEqual(['cancelled', 'success']);
    });
  });
});

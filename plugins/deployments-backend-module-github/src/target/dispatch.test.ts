import {
  createGitHubFixture,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createCaller, VERSIONS } from '../__testUtils__/requests';
import { DEFAULT_TIMING } from '../workflow/workflowContext';

const DISPATCH = { method: 'POST', path: /dispatches/ };

describe.each(['github.com', 'ghes-3.17'] as const)(
  'the start of a workflow on %s',
  profile => {
    let fixture: GitHubFixture;
    afterEach(() => fixture.dispose());
    const call = (id = 'one') =>
      createCaller(fixture.createTarget(), fixture.serviceEnvironment, id);

    it('passes the version, and shows in the name of the run what it deploys', async () => {
      fixture = await createGitHubFixture({ profile });
      await call().deploy(VERSIONS.first);
      expect(fixture.service.artifact).toBe(VERSIONS.first.artifact);
      const [run] = fixture.gitHub.runs();
      expect(run).toMatchObject({
        ref: 'main',
        inputs: {
          version: '1.4.1',
          image: VERSIONS.first.artifact,
          environment: 'production',
        },
      });
      expect(run?.title).toMatch(
        /^Deploy 1\.4\.1 \[[0-9a-f]{16}-[0-9a-f]{8} deploy /,
      );
    });

    it('is not repeated if its answer is lost, because the run exists', async () => {
      fixture = await createGitHubFixture({ profile });
      fixture.proxy.inject({ ...DISPATCH, fault: { kind: 'cut' }, times: 1 });
      await call().deploy(VERSIONS.first);
      expect(fixture.gitHub.runs()).toHaveLength(1);
      expect(fixture.proxy.count(DISPATCH)).toBe(1);
    });

    it('is not repeated while the run of a lost answer is not listed yet', async () => {
      fixture = await createGitHubFixture({ profile });
      fixture.gitHub.setListDelay(60_000);
      fixture.proxy.inject({ ...DISPATCH, fault: { kind: 'cut' }, times: 1 });
      const caller = createCaller(
        fixture.createTarget({ lookAgainAfterMs: 60_000 }),
        fixture.serviceEnvironment,
        'one',
      );
      const handle = await caller.apply(VERSIONS.first);
      expect(await caller.poll(handle)).toMatchObject({
        state: 'working',
        message: expect.stringContaining('was lost'),
      });
      fixture.gitHub.setListDelay(0);
      await caller.waitFor(handle, 'ready');
      expect(fixture.gitHub.runs()).toHaveLength(1);
    });

    it('is not repeated by another process whose predecessor has died', async () => {
      fixture = await createGitHubFixture({ profile });
      fixture.gitHub.setListDelay(300);
      await call().apply(VERSIONS.first);
      const successor = createCaller(
        fixture.createTarget({ lookAgainAfterMs: 60_000 }),
        fixture.serviceEnvironment,
        'one',
      );
      const handle = await successor.apply(VERSIONS.first, { isRepeat: true });
      await successor.waitFor(handle, 'ready');
      expect(fixture.gitHub.runs()).toHaveLength(1);
    });

    it('is repeated if the lost request never reached GitHub', async () => {
      fixture = await createGitHubFixture({ profile });
      fixture.proxy.inject({ ...DISPATCH, fault: { kind: 'reset' }, times: 1 });
      await call().deploy(VERSIONS.first);
      expect(fixture.gitHub.runs()).toHaveLength(1);
      expect(fixture.proxy.count(DISPATCH)).toBe(2);
    });

    it('is not repeated when the clock of the portal is wrong by an hour', async () => {
      fixture = await createGitHubFixture({
        profile,
        clock: () => Date.now() - 3_600_000,
      });
      fixture.proxy.inject({ ...DISPATCH, fault: { kind: 'cut' }, times: 1 });
      const caller = call();
      await caller.deploy(VERSIONS.first);
      expect(fixture.gitHub.runs()).toHaveLength(1);
      expect((await caller.observe()).instances).toMatchObject([
        { versionName: '1.4.1' },
      ]);
    });

    it('is not repeated blindly if no run shows the key in its name', async () => {
      fixture = await createGitHubFixture({
        profile,
        runNameTemplate: 'Deploy',
      });
      fixture.proxy.inject({ ...DISPATCH, fault: { kind: 'cut' }, times: 1 });
      const caller = call();
      const handle = await caller.apply(VERSIONS.first);
      expect(await caller.waitFor(handle, 'failed')).toMatchObject({
        code: 'outcome_unknown',
        retryable: false,
        message: expect.stringContaining('run-name: '),
      });
      expect(fixture.gitHub.runs()).toHaveLength(1);
    });

    it('is refused if the name of the version could be mistaken for a record', async () => {
      fixture = await createGitHubFixture({ profile });
      const name = '1 [0123456789abcdef-01234567 deploy';
      await expect(
        call().apply({ ...VERSIONS.first, name }),
      ).rejects.toMatchObject({
        code: 'invalid_input',
        retryable: false,
        notSent: true,
        message: expect.stringContaining('version'),
      });
      expect(fixture.gitHub.runs()).toEqual([]);
    });

    it('fails with the lines to add if the workflow lacks the input', async () => {
      fixture = await createGitHubFixture({ profile, hasKeyInput: false });
      await expect(call().apply(VERSIONS.first)).rejects.toMatchObject({
        code: 'workflow_unprepared',
        retryable: false,
        notSent: true,
        message: expect.stringMatching(
          /no input slipway_key on main[\s\S]*run-name: .*inputs\.slipway_key/,
        ),
      });
    });

    it.each([
      [
        'a required input is missing',
        { inputs: { version: '1', image: 'x' } },
        'workflow_inputs',
        /environment/,
      ],
      [
        'the settings have an input that the workflow lacks',
        {
          inputs: { version: '1', image: 'x', environment: 'y', region: 'eu' },
        },
        'workflow_inputs',
        /region/,
      ],
      ['the branch is missing', { ref: 'next' }, 'not_found', /next/],
      [
        'the workflow is missing',
        { workflow: 'ship.yml' },
        'not_found',
        /ship\.yml/,
      ],
      [
        'the repository is missing',
        { repository: 'acme/nothing' },
        'not_found',
        /acme\/nothing/,
      ],
    ])('fails if %s', async (_, settings, code, message) => {
      fixture = await createGitHubFixture({ profile, settings });
      await expect(call().apply(VERSIONS.first)).rejects.toMatchObject({
        code,
        retryable: false,
        notSent: true,
        message: expect.stringMatching(message),
      });
    });

    it('fails if the workflow is disabled', async () => {
      fixture = await createGitHubFixture({ profile });
      const repository = { owner: 'acme', name: 'checkout' };
      fixture.gitHub.setWorkflowDisabled(repository, 'deploy.yml', true);
      await expect(call().apply(VERSIONS.first)).rejects.toMatchObject({
        code: 'workflow_disabled',
      });
    });

    it('fails as retryable if the rate limit is used up for long', async () => {
      fixture = await createGitHubFixture({ profile });
      fixture.gitHub.setRateLimit({
        remaining: 0,
        resetAt: new Date(Date.now() + 600_000),
      });
      await expect(call().apply(VERSIONS.first)).rejects.toMatchObject({
        code: 'rate_limited',
        retryable: true,
      });
      expect(fixture.gitHub.runs()).toEqual([]);
    });

    it('waits for a secondary rate limit that ends soon', async () => {
      fixture = await createGitHubFixture({ profile });
      fixture.gitHub.setSecondaryRateLimit({ retryAfterS: 1, method: 'POST' });
      await call().deploy(VERSIONS.first);
      expect(fixture.gitHub.runs()).toHaveLength(1);
    });
  },
);

it('A start whose response was lost is not repeated before an accepted run must have appeared', () => {
  expect(DEFAULT_TIMING.lookAgainAfterMs).toBeGreaterThanOrEqual(
    DEFAULT_TIMING.appearsWithinMs,
  );
});

describe('a run that is not correlated', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());
  const settings = { correlate: 'none' };

  it('is followed by the id that GitHub answers, and nobody can tell what runs', async () => {
    fixture = await createGitHubFixture({ settings, hasKeyInput: false });
    const caller = createCaller(
      fixture.createTarget(),
      fixture.serviceEnvironment,
      'one',
    );
    await caller.deploy(VERSIONS.first);
    expect(fixture.service.artifact).toBe(VERSIONS.first.artifact);
    await expect(caller.observe()).rejects.toMatchObject({
      code: 'not_observable',
      message: expect.stringContaining('observe'),
    });
  });

  it('has an unknown outcome if the answer is lost', async () => {
    fixture = await createGitHubFixture({ settings, hasKeyInput: false });
    fixture.proxy.inject({ ...DISPATCH, fault: { kind: 'cut' }, times: 1 });
    const caller = createCaller(
      fixture.createTarget(),
      fixture.serviceEnvironment,
      'one',
    );
    await expect(caller.apply(VERSIONS.first)).rejects.toMatchObject({
      code: 'outcome_unknown',
      retryable: false,
      notSent: false,
    });
  });

  it('is refused where GitHub does not report which run it starts', async () => {
    fixture = await createGitHubFixture({
      settings,
      hasKeyInput: false,
      profile: 'ghes-3.17',
    });
    const caller = createCaller(
      fixture.createTarget(),
      fixture.serviceEnvironment,
      'one',
    );
    await expect(caller.apply(VERSIONS.first)).rejects.toMatchObject({
      code: 'invalid_settings',
      notSent: true,
    });
    expect(fixture.gitHub.runs()).toEqual([]);
  });
});

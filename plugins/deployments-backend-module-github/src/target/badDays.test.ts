import {
  createGitHubFixture,
  REPOSITORY,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createCaller, VERSIONS } from '../__testUtils__/requests';

describe('a run of a workflow', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());
  const call = (id = 'one') =>
    createCaller(fixture.createTarget(), fixture.serviceEnvironment, id);
  const getLastRunId = () => fixture.gitHub.runs().at(-1)!.id;

  /** Lets the workflow hang before it deploys. */
  function block(): () => void {
    let release = () => {};
    fixture.service.beforeRollout = () =>
      new Promise(resolve => {
        release = resolve;
      });
    return () => release();
  }

  it('that fails names job and step, with the end of the log and without secrets', async () => {
    fixture = await createGitHubFixture();
    const caller = call();
    const handle = await caller.apply(VERSIONS.broken);
    const failed = await caller.waitFor(handle, 'failed');
    expect(failed).toMatchObject({
      code: 'run_failed',
      message: 'Run #1 failed in the job deploy, step Roll out',
      links: [{ url: expect.stringContaining('/actions/runs/') }],
      problems: [{ object: 'job/deploy' }],
    });
    const tail = failed.problems?.[0]?.logTail ?? [];
    expect(tail.at(-1)).toBe('Error: The image does not exist');
    expect(tail).toContain('Pulling the image');
    expect(JSON.stringify(failed)).not.toContain('hunter2');
  });

  it('waits for reviewers by name, and continues when one approves', async () => {
    fixture = await createGitHubFixture();
    fixture.reviewers.push('alice', 'bob');
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    expect(await caller.waitFor(handle, 'waiting')).toMatchObject({
      message:
        'Run #1 is waiting for a review of the environment production by alice or bob. Open the run and review it there.',
      links: [{ url: expect.stringContaining('/actions/runs/') }],
    });
    fixture.gitHub.approve(getLastRunId());
    await caller.waitFor(handle, 'ready');
  });

  it('that a reviewer rejects has failed for good, and its abort changes nothing', async () => {
    fixture = await createGitHubFixture();
    fixture.reviewers.push('alice');
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    await caller.waitFor(handle, 'waiting');
    fixture.gitHub.reject(getLastRunId());
    expect(await caller.waitFor(handle, 'failed')).toMatchObject({
      code: 'run_rejected',
      retryable: false,
      message: expect.stringContaining('somebody rejected it'),
    });
    await caller.waitFor(await caller.abort(), 'done');
    expect(fixture.gitHub.runs()).toHaveLength(1);
  });

  it('that a newer run of its concurrency group replaces says so', async () => {
    fixture = await createGitHubFixture({ concurrencyGroup: 'production' });
    const release = block();
    const dispatch = () =>
      fixture.gitHub.dispatch(REPOSITORY, 'deploy.yml', {
        inputs: { version: 'x', image: 'x', environment: 'production' },
      });
    await fixture.gitHub.waitForStatus(dispatch(), 'in_progress');
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    await fixture.gitHub.waitForStatus(getLastRunId(), 'pending');
    expect(await caller.poll(handle)).toMatchObject({
      state: 'working',
      message: expect.stringContaining('concurrency group'),
    });
    dispatch();
    expect(await caller.waitFor(handle, 'failed')).toMatchObject({
      code: 'run_superseded',
      retryable: true,
      message: expect.stringContaining('Run #3 took its place'),
    });
    release();
  });

  it('that somebody cancels in GitHub has failed', async () => {
    fixture = await createGitHubFixture();
    const release = block();
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    await fixture.gitHub.waitForStatus(getLastRunId(), 'in_progress');
    fixture.gitHub.cancel(getLastRunId());
    expect(await caller.waitFor(handle, 'failed')).toMatchObject({
      code: 'run_cancelled',
    });
    release();
  });

  it('that does not show the key is warned about, with the lines to add', async () => {
    fixture = await createGitHubFixture({ runNameTemplate: 'Deploy' });
    const caller = call();
    const ready = await caller.waitFor(
      await caller.apply(VERSIONS.first),
      'ready',
    );
    expect(ready.problems).toMatchObject([
      { message: expect.stringContaining('run-name: ') },
    ]);
  });

  it('that nobody finds again fails with an explanation', async () => {
    fixture = await createGitHubFixture({
      runNameTemplate: 'Deploy',
      profile: 'ghes-3.17',
    });
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    expect(await caller.waitFor(handle, 'failed')).toMatchObject({
      code: 'run_not_found',
      retryable: false,
      message: expect.stringContaining('run-name: '),
    });
    expect(fixture.gitHub.runs()).toHaveLength(1);
  });

  it('that somebody deletes has failed', async () => {
    fixture = await createGitHubFixture();
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    await fixture.gitHub.waitForStatus(getLastRunId(), 'completed');
    fixture.gitHub.deleteRun(getLastRunId());
    expect(await caller.waitFor(handle, 'failed')).toMatchObject({
      code: 'run_not_found',
      message: expect.stringContaining('deleted'),
    });
  });

  it.each([
    ['does not respond', { kind: 'reset' }, 'unreachable'],
    ['has an error', { kind: 'respond', status: 502 }, 'unreachable'],
    [
      'answers what fits no schema',
      { kind: 'respond', status: 200, body: { id: 'x' } },
      'unreachable',
    ],
    [
      'limits requests',
      { kind: 'respond', status: 429, retryAfterS: 40 },
      'rate_limited',
    ],
    [
      'rejects the credential',
      { kind: 'respond', status: 401 },
      'unauthenticated',
    ],
  ] as const)(
    'is still in progress while GitHub %s',
    async (_, fault, code) => {
      fixture = await createGitHubFixture();
      const caller = call();
      const handle = await caller.apply(VERSIONS.first);
      const restore = fixture.proxy.inject({ method: 'GET', fault });
      const away = await caller.poll(handle);
      expect(away).toMatchObject({ state: 'working', problems: [{ code }] });
      expect(away.pollAfterMs).toBe(code === 'rate_limited' ? 40_000 : 10_000);
      restore();
      await caller.waitFor(handle, 'ready');
    },
  );

  it('is read again for free if nothing has changed', async () => {
    fixture = await createGitHubFixture();
    const release = block();
    const caller = call();
    const handle = await caller.apply(VERSIONS.first);
    await fixture.gitHub.waitForStatus(getLastRunId(), 'in_progress');
    await caller.poll(handle);
    await caller.poll(handle);
    expect(fixture.gitHub.requests().slice(-2)).toMatchObject([
      { status: 304 },
      { status: 304 },
    ]);
    release();
  });

  it('is cancelled, with force if it does not stop', async () => {
    fixture = await createGitHubFixture({ ignoresCancel: true });
    const release = block();
    const target = fixture.createTarget();
    const caller = createCaller(target, fixture.serviceEnvironment, 'one');
    const handle = await caller.apply(VERSIONS.first);
    await fixture.gitHub.waitForStatus(getLastRunId(), 'in_progress');
    const outcome = await target.cancel({ ...caller.build('cancel'), handle });
    expect(outcome).toBe('cancelled');
    expect(
      fixture.proxy.count({ method: 'POST', path: /force-cancel/ }),
    ).toBeGreaterThan(0);
    release();
  });

  it('that ignores a cancellation has an unknown outcome until it has stopped', async () => {
    fixture = await createGitHubFixture({ ignoresCancel: true });
    const release = block();
    const target = fixture.createTarget({ forceCancelAfterMs: 60_000 });
    const caller = createCaller(target, fixture.serviceEnvironment, 'one');
    const handle = await caller.apply(VERSIONS.first);
    await fixture.gitHub.waitForStatus(getLastRunId(), 'in_progress');
    expect(
      await target.cancel({
        ...caller.build('cancel'),
        deadline: Date.now() + 1_300,
        handle,
      }),
    ).toBe('unknown');
    release();
  });
});

describe('what runs', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());
  const call = (id: string) =>
    createCaller(fixture.createTarget(), fixture.serviceEnvironment, id);

  it('is what somebody re-ran in GitHub after it had failed', async () => {
    fixture = await createGitHubFixture();
    await call('one').deploy(VERSIONS.first);
    let isBroken = true;
    fixture.service.beforeRollout = async () => {
      if (isBroken) throw new Error('The cluster is away');
    };
    const second = call('two');
    await second.waitFor(await second.apply(VERSIONS.second), 'failed');
    const [, failed] = fixture.gitHub.runs();
    isBroken = false;
    await second.waitFor(await second.abort(), 'done');
    expect((await second.observe()).instances).toMatchObject([
      { versionName: '1.4.1' },
    ]);
    // GitHub's times are in whole seconds.
    await new Promise(resolve => {
      setTimeout(resolve, 1_100);
    });
    fixture.gitHub.rerun(failed!.id);
    await fixture.gitHub.waitForStatus(failed!.id, 'completed');
    expect(await second.observe()).toMatchObject({
      basis: 'recorded',
      instances: [{ artifact: VERSIONS.second.artifact, weight: 100 }],
      changedBy: { name: expect.stringContaining('re-run in GitHub') },
    });
  });

  it('is restored by an abort: the workflow runs again with the previous version', async () => {
    fixture = await createGitHubFixture();
    await call('one').deploy(VERSIONS.first);
    const second = call('two');
    await second.deploy(VERSIONS.second);
    await second.waitFor(await second.abort(), 'done');
    expect(fixture.service.artifact).toBe(VERSIONS.first.artifact);
    expect(fixture.gitHub.runs()).toHaveLength(3);
  });

  it('is left alone by an abort if the settings say so', async () => {
    fixture = await createGitHubFixture({ settings: { onAbort: 'nothing' } });
    await call('one').deploy(VERSIONS.first);
    const second = call('two');
    await second.deploy(VERSIONS.second);
    await second.waitFor(await second.abort(), 'done');
    expect(fixture.service.artifact).toBe(VERSIONS.second.artifact);
  });

  it('cannot be restored after a first deployment if nothing can stop it', async () => {
    fixture = await createGitHubFixture();
    const { remove: _, ...settings } = fixture.serviceEnvironment.settings;
    const caller = createCaller(
      fixture.createTarget(),
      { ...fixture.serviceEnvironment, settings },
      'one',
    );
    await caller.deploy(VERSIONS.first);
    expect(await caller.waitFor(await caller.abort(), 'failed')).toMatchObject({
      code: 'nothing_to_restore',
      retryable: false,
    });
  });

  it('is not stopped by an abort if a version without a record was running before', async () => {
    fixture = await createGitHubFixture();
    const caller = call('one');
    const handle = await caller.apply(VERSIONS.second, {
      expected: VERSIONS.first.artifact,
    });
    await caller.waitFor(handle, 'ready');
    expect(await caller.waitFor(await caller.abort(), 'failed')).toMatchObject({
      code: 'nothing_to_restore',
      retryable: false,
      message: expect.stringContaining(
        `Deploy ${VERSIONS.first.artifact} again`,
      ),
    });
    expect(fixture.service.artifact).toBe(VERSIONS.second.artifact);
    expect(fixture.gitHub.runs()).toHaveLength(1);
  });

  it('is not stopped by an abort of an attempt that no longer knows what was running before', async () => {
    fixture = await createGitHubFixture();
    const caller = call('one');
    // An earlier attempt failed without a run, so this one has no `expected`, as a first deployment has none.
    await caller.deploy(VERSIONS.second);
    await caller.waitFor(await caller.abort(VERSIONS.first), 'done');
    expect(fixture.service.artifact).toBe(VERSIONS.first.artifact);
  });

  it('is not replaced by a recorded version that is not the previous one', async () => {
    fixture = await createGitHubFixture();
    await call('one').deploy(VERSIONS.first);
    const second = createCaller(
      fixture.createTarget(),
      fixture.serviceEnvironment,
      'two',
    );
    const expected = `registry.example.com/checkout@sha256:${'9'.repeat(64)}`;
    const handle = await second.apply(VERSIONS.second, { expected });
    await second.waitFor(handle, 'ready');
    expect(await second.waitFor(await second.abort(), 'failed')).toMatchObject({
      code: 'nothing_to_restore',
      message: expect.stringMatching(
        new RegExp(`show 1\\.4\\.1 as .* Deploy ${expected} again`),
      ),
    });
    expect(fixture.gitHub.runs()).toHaveLength(2);
  });

  it('is restored by an abort if the recorded version is the expected one', async () => {
    fixture = await createGitHubFixture();
    await call('one').deploy(VERSIONS.first);
    const second = call('two');
    const handle = await second.apply(VERSIONS.second, {
      expected: VERSIONS.first.artifact,
    });
    await second.waitFor(handle, 'ready');
    await second.waitFor(await second.abort(), 'done');
    expect(fixture.service.artifact).toBe(VERSIONS.first.artifact);
  });

  it('is unknown if GitHub cuts the name of the run', async () => {
    fixture = await createGitHubFixture({
      runNameTemplate: '${{ inputs.slipway_key }}',
    });
    const long = 'x'.repeat(400);
    fixture.gitHub.dispatch(REPOSITORY, 'deploy.yml', {
      inputs: {
        version: '1',
        image: '1',
        environment: 'production',
        slipway_key: `[0123456789abcdef-01234567 deploy 0123456701234567 0123456701234567 - 1 ${long}`,
      },
    });
    await expect(call('one').observe()).rejects.toMatchObject({
      code: 'not_observable',
      message: expect.stringContaining('truncated'),
    });
  });

  it('is read for many services with one list of runs', async () => {
    fixture = await createGitHubFixture();
    const target = fixture.createTarget();
    await createCaller(target, fixture.serviceEnvironment, 'one').deploy(
      VERSIONS.first,
    );
    const lists = { method: 'GET', path: /deploy\.yml\/runs/ };
    const before = fixture.proxy.count(lists);
    const others = Array.from({ length: 20 }, (_, index) => ({
      ...fixture.serviceEnvironment,
      service: `component:default/service-${index}`,
    }));
    const [first, ...rest] = await target.observeMany!(
      [fixture.serviceEnvironment, ...others],
      { signal: AbortSignal.timeout(10_000) },
    );
    expect(first).toMatchObject({ instances: [{ versionName: '1.4.1' }] });
    expect(rest).toEqual(
      rest.map(() => expect.objectContaining({ instances: [] })),
    );
    expect(fixture.proxy.count(lists) - before).toBe(1);
  });
});

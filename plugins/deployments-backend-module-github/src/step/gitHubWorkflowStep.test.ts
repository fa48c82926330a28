import { setTimeout as sleep } from 'node:timers/promises';
import type {
  StepKind,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  createGitHubFixture,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createGitHubWorkflowStep } from './gitHubWorkflowStep';

describe('the step github-workflow', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());

  const createKind = () =>
    createGitHubWorkflowStep(
      fixture.createRuntime(),
    ) as unknown as StepKind<JsonObject>;

  function buildRequest(
    kind: StepKind<JsonObject>,
    settings: JsonObject = {},
    idempotencyKey = 'd/migrate/1/1',
  ): StepRequest<JsonObject> {
    const written = {
      repository: 'acme/checkout',
      host: fixture.serviceEnvironment.settings.host,
      workflow: 'deploy.yml',
      inputs: { version: '1.4.1', image: 'migration', environment: 'staging' },
      ...settings,
    };
    const parsed = kind.schema['~standard'].validate(written);
    if (parsed instanceof Promise || parsed.issues) throw new Error('invalid');
    return {
      ...fixture.serviceEnvironment,
      deploymentId: 'd',
      stepId: 'migrate',
      attempt: 1,
      idempotencyKey,
      fence: 1,
      deadline: Date.now() + 15_000,
      signal: AbortSignal.timeout(15_000),
      log: () => {},
      now: Date.now(),
      startedAt: Date.now(),
      with: parsed.value,
      kind: 'deploy',
      version: { id: 'v', name: '1.4.1', artifact: 'x' },
      trafficWeight: 0,
    } as unknown as StepRequest<JsonObject>;
  }

  async function finish(
    call: (handle?: JsonObject) => Promise<StepResult>,
  ): Promise<StepResult> {
    let handle: JsonObject | undefined;
    for (const end = Date.now() + 15_000; Date.now() < end; ) {
      const result = await call(handle);
      if (result.state !== 'running') return result;
      handle = result.handle;
      await sleep(20);
    }
    throw new Error('The step does not end');
  }

  it.each(['github.com', 'ghes-3.17'] as const)(
    'runs a workflow on %s once, even if the answer is lost',
    async profile => {
      fixture = await createGitHubFixture({ profile });
      fixture.proxy.inject({
        method: 'POST',
        fault: { kind: 'cut' },
        times: 1,
      });
      const kind = createKind();
      const request = buildRequest(kind);
      const result = await finish(handle =>
        handle ? kind.poll({ ...request, handle }) : kind.start(request),
      );
      expect(result).toEqual({
        state: 'succeeded',
        message: 'Run #1 succeeded',
      });
      expect(fixture.gitHub.runs()).toHaveLength(1);
      expect(fixture.service.artifact).toBe('migration');
    },
  );

  it('fails with the end of the log if the run fails', async () => {
    fixture = await createGitHubFixture();
    const kind = createKind();
    const request = buildRequest(kind, {
      inputs: { version: '1', image: 'broken', environment: 'staging' },
    });
    const result = await finish(handle =>
      handle ? kind.poll({ ...request, handle }) : kind.start(request),
    );
    expect(result).toMatchObject({
      state: 'failed',
      error: { code: 'run_failed' },
      problems: [
        {
          logTail: expect.arrayContaining(['Error: The image does not exist']),
        },
      ],
    });
  });

  it('waits for reviewers as for something external', async () => {
    fixture = await createGitHubFixture();
    fixture.reviewers.push('alice');
    const kind = createKind();
    const request = buildRequest(kind);
    const started = await kind.start(request);
    await fixture.gitHub.waitForStatus(fixture.gitHub.runs()[0]!.id, 'waiting');
    const { handle } = started as { handle: JsonObject };
    expect(await kind.poll({ ...request, handle })).toMatchObject({
      state: 'running',
      blocker: {
        kind: 'external',
        message: expect.stringContaining('alice'),
        links: [{ url: expect.stringContaining('/actions/runs/') }],
      },
    });
    expect(await kind.cancel({ ...request, handle })).toBe('cancelled');
  });

  it('cancels a run whose start had no answer yet, found by its key', async () => {
    fixture = await createGitHubFixture();
    fixture.reviewers.push('alice');
    const request = buildRequest(createKind());
    await createKind().start(request);
    expect(
      await createKind().cancel({
        ...request,
        idempotencyKey: 'd/migrate/1/cancel',
      }),
    ).toBe('cancelled');
  });

  it('cancels a run of a repository that is no longer allowed, and starts none', async () => {
    fixture = await createGitHubFixture();
    fixture.reviewers.push('alice');
    const request = buildRequest(createKind());
    const started = await createKind().start(request);
    const { handle } = started as { handle: JsonObject };
    const kind = createGitHubWorkflowStep({
      ...fixture.createRuntime(),
      isAllowed: () => false,
    }) as unknown as StepKind<JsonObject>;
    await expect(
      (async () => kind.poll({ ...request, handle }))(),
    ).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await kind.cancel({ ...request, handle })).toBe('cancelled');
    expect(fixture.gitHub.runs()).toHaveLength(1);
  });

  it('undoes its change with another workflow', async () => {
    fixture = await createGitHubFixture();
    const kind = createKind();
    const settings = { undo: { workflow: 'remove.yml' } };
    const request = buildRequest(kind, settings);
    expect(kind.changes(request.with)).toBe('reversible');
    await finish(handle =>
      handle ? kind.poll({ ...request, handle }) : kind.start(request),
    );
    const undo = buildRequest(kind, settings, 'd/rollback:undo/1/1');
    expect(
      await finish(handle =>
        kind.undo!({ ...undo, ...(handle ? { handle } : {}) }),
      ),
    ).toMatchObject({ state: 'succeeded' });
    expect(fixture.gitHub.runs().map(({ workflow }) => workflow)).toEqual([
      'deploy.yml',
      'remove.yml',
    ]);
    expect(fixture.service.artifact).toBeUndefined();
  });

  it('never lets a template choose the repository or the workflow', async () => {
    fixture = await createGitHubFixture();
    const { schema } = createKind();
    const check = (settings: JsonObject) =>
      schema['~standard'].validate({
        repository: 'acme/checkout',
        workflow: 'deploy.yml',
        ...settings,
      });
    expect(check({})).not.toHaveProperty('issues');
    for (const settings of [
      { repository: '{{ inputs.repository }}' },
      { repository: '../checkout' },
      { workflow: '{{ inputs.workflow }}' },
      { workflow: '../../deploy.yml' },
      { host: '{{ inputs.host }}' },
      { inputs: { slipway_key: 'x' } },
      { unknown: true },
    ]) {
      expect(check(settings)).toHaveProperty('issues');
    }
  });
});

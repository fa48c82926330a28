import {
  Acme,
  BASE,
  buildJobs,
  createGate,
  REPOSITORY,
  startAcme,
} from './__testUtils__/startAcme';

let acme: Acme;

afterEach(async () => {
  const violations = acme.gitHub.violations();
  await acme.gitHub.close();
  // eslint-disable-next-line jest/no-standalone-expect
  expect(violations).toEqual([]);
});

const PROFILES = ['github.com', 'ghes-3.17'] as const;
const hang = () => new Promise<void>(() => {});

async function readRuns(): Promise<string[]> {
  return acme.gitHub
    .runs()
    .map(({ status, conclusion }) => conclusion ?? status);
}

describe.each(PROFILES)('reviewers on %s', profile => {
  const environment = {
    name: 'prod-${{ inputs.environment }}',
    reviewers: ['hubot', 'monalisa'],
    url: 'https://${{ inputs.environment }}.example.com',
  };

  it('let a run wait, and say who can approve it', async () => {
    const deploy = jest.fn();
    acme = await startAcme({
      profile,
      workflow: {
        environment,
        jobs: buildJobs(deploy),
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'waiting');
    expect(await acme.getRun(id)).toMatchObject({
      status: 'waiting',
      conclusion: null,
    });
    expect(await acme.getJobs(id)).toMatchObject([
      { name: 'deploy', status: 'waiting', conclusion: null },
    ]);
    const { body } = await acme.call(
      `GET ${BASE}/actions/runs/${id}/pending_deployments`,
    );
    expect(body).toMatchObject([
      {
        environment: { name: 'prod-staging' },
        wait_timer: 0,
        current_user_can_approve: false,
        reviewers: [
          { type: 'User', reviewer: { login: 'hubot' } },
          { type: 'User', reviewer: { login: 'monalisa' } },
        ],
      },
    ]);
    expect(deploy).not.toHaveBeenCalled();

    acme.gitHub.approve(id);
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'success' });
    expect(deploy).toHaveBeenCalledTimes(1);
    expect(
      await acme.call(`GET ${BASE}/actions/runs/${id}/pending_deployments`),
    ).toMatchObject({ body: [] });
  });

  it('can reject a run, which fails without running a step', async () => {
    const deploy = jest.fn();
    acme = await startAcme({
      profile,
      workflow: {
        environment,
        jobs: buildJobs(deploy),
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'waiting');
    acme.gitHub.reject(id);
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'failure' });
    expect(await acme.getJobs(id)).toMatchObject([
      { name: 'deploy', status: 'completed', conclusion: 'failure' },
    ]);
    expect(deploy).not.toHaveBeenCalled();
  });

  it('can be teams, and an environment can have a wait timer', async () => {
    acme = await startAcme({
      profile,
      clock: () => Date.UTC(2026, 10, 27, 7),
      workflow: {
        environment: {
          name: 'production',
          teams: ['Site Operators'],
          waitTimerMinutes: 30,
        },
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'waiting');
    const { body } = await acme.call(
      `GET ${BASE}/actions/runs/${id}/pending_deployments`,
    );
    expect(body).toMatchObject([
      {
        environment: { name: 'production' },
        wait_timer: 30,
        wait_timer_started_at: '2026-11-27T07:00:00Z',
        reviewers: [
          {
            type: 'Team',
            reviewer: { name: 'Site Operators', slug: 'site-operators' },
          },
        ],
      },
    ]);
    acme.gitHub.approve(id);
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await readRuns()).toEqual(['success']);
  });

  it('can be answered by the API', async () => {
    acme = await startAcme({ profile, workflow: { environment } });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'waiting');
    const path = `${BASE}/actions/runs/${id}/pending_deployments`;
    const [{ environment: pending }] = (await acme.call(`GET ${path}`)).body;
    const review = (environmentId: number) =>
      acme.call(`POST ${path}`, {
        body: {
          environment_ids: [environmentId],
          state: 'approved',
          comment: 'ok',
        },
      });
    expect(await review(pending.id + 1)).toMatchObject({ status: 422 });
    expect(await review(pending.id)).toMatchObject({
      status: 200,
      body: [{ environment: 'prod-staging' }],
    });
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await review(pending.id)).toMatchObject({ status: 422 });
  });

  it('do not have to answer for a run that is cancelled', async () => {
    acme = await startAcme({ profile, workflow: { environment } });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'waiting');
    acme.gitHub.cancel(id);
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'cancelled' });
    expect(() => acme.gitHub.approve(id)).toThrow('No pending deployment');
  });
});

describe.each(PROFILES)('concurrency on %s', profile => {
  const concurrency = { group: 'deploy-${{ inputs.environment }}' };

  it('runs one, lets one wait, and cancels the older one that waits', async () => {
    const gate = createGate();
    acme = await startAcme({
      profile,
      workflow: {
        concurrency,
        jobs: buildJobs(() => gate.opened),
      },
    });
    const running = await acme.startRun({ version: '1' });
    await acme.gitHub.waitForStatus(running, 'in_progress');
    const superseded = await acme.startRun({ version: '2' });
    await acme.gitHub.waitForStatus(superseded, 'pending');
    expect(await acme.getRun(superseded)).toMatchObject({
      status: 'pending',
      conclusion: null,
    });
    expect(await acme.getJobs(superseded)).toEqual([]);
    const newest = await acme.startRun({ version: '3' });
    await acme.gitHub.waitForStatus(superseded, 'completed');
    await acme.gitHub.waitForStatus(newest, 'pending');
    const elsewhere = await acme.startRun({
      version: '4',
      environment: 'production',
    });
    await acme.gitHub.waitForStatus(elsewhere, 'in_progress');
    expect(await readRuns()).toEqual([
      'in_progress',
      'cancelled',
      'pending',
      'in_progress',
    ]);
    gate.open();
    await acme.gitHub.waitForStatus(newest, 'completed');
    expect(await readRuns()).toEqual([
      'success',
      'cancelled',
      'success',
      'success',
    ]);
  });

  it('cancels the running one, too, with cancel-in-progress', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        concurrency: { ...concurrency, cancelInProgress: true },
        jobs: buildJobs(({ inputs }) =>
          inputs.version === '1' ? hang() : undefined,
        ),
      },
    });
    const first = await acme.startRun({ version: '1' });
    await acme.gitHub.waitForStatus(first, 'in_progress');
    const second = acme.gitHub.dispatch(REPOSITORY, 'deploy.yml', {
      inputs: { version: '2' },
      actor: 'hubot',
    });
    await acme.gitHub.waitForStatus(second, 'completed');
    expect(await readRuns()).toEqual(['cancelled', 'success']);
  });

  it('lets the next one start when the one before it fails or is cancelled', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        concurrency,
        jobs: buildJobs(hang),
      },
    });
    const first = await acme.startRun();
    await acme.gitHub.waitForStatus(first, 'in_progress');
    const second = await acme.startRun();
    await acme.gitHub.waitForStatus(second, 'pending');
    await acme.call(`POST ${BASE}/actions/runs/${first}/cancel`);
    await acme.gitHub.waitForStatus(second, 'in_progress');
    expect(await readRuns()).toEqual(['cancelled', 'in_progress']);
  });

  it('forgets a pending run that was cancelled', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        concurrency,
        jobs: buildJobs(hang),
      },
    });
    const first = await acme.startRun();
    await acme.gitHub.waitForStatus(first, 'in_progress');
    const second = await acme.startRun();
    await acme.gitHub.waitForStatus(second, 'pending');
    acme.gitHub.cancel(second);
    await acme.gitHub.waitForStatus(second, 'completed');
    acme.gitHub.cancel(first);
    await acme.gitHub.waitForStatus(first, 'completed');
    const third = await acme.startRun();
    await acme.gitHub.waitForStatus(third, 'in_progress');
    expect(await readRuns()).toEqual(['cancelled', 'cancelled', 'in_progress']);
  });
});

describe.each(PROFILES)('cancelling on %s', profile => {
  it('ends a run and tells the code of its step', async () => {
    const signals: AbortSignal[] = [];
    acme = await startAcme({
      profile,
      workflow: {
        jobs: [
          {
            name: 'deploy',
            steps: [
              {
                name: 'Roll out',
                run: ({ signal }) => {
                  signals.push(signal);
                  return hang();
                },
              },
            ],
          },
          { name: 'announce', steps: [{ name: 'Send' }] },
        ],
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'in_progress');
    const path = `POST ${BASE}/actions/runs/${id}/cancel`;
    expect(await acme.call(path)).toMatchObject({ status: 202, body: {} });
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(signals).toMatchObject([{ aborted: true }]);
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'cancelled' });
    expect(await acme.getJobs(id)).toMatchObject([
      {
        name: 'deploy',
        conclusion: 'cancelled',
        steps: [{ conclusion: 'success' }, { conclusion: 'cancelled' }],
      },
      { name: 'announce', conclusion: 'cancelled' },
    ]);
    expect(await acme.call(path)).toMatchObject({
      status: 409,
      body: { message: 'Cannot cancel a workflow run that is completed.' },
    });
    expect(
      await acme.call(`POST ${BASE}/actions/runs/${id}/force-cancel`),
    ).toMatchObject({ status: 409 });
  });

  it('needs force for a job that ignores it', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(hang, { ignoresCancel: true }),
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'in_progress');
    expect(
      await acme.call(`POST ${BASE}/actions/runs/${id}/cancel`),
    ).toMatchObject({ status: 202 });
    expect(await acme.getRun(id)).toMatchObject({ status: 'in_progress' });
    expect(
      await acme.call(`POST ${BASE}/actions/runs/${id}/force-cancel`),
    ).toMatchObject({ status: 202 });
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'cancelled' });
  });

  it('comes too late for a job that ignores it and succeeds', async () => {
    const gate = createGate();
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(() => gate.opened, { ignoresCancel: true }),
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'in_progress');
    acme.gitHub.cancel(id);
    gate.open();
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'success' });
  });

  it('ends a run that is still queued', async () => {
    acme = await startAcme({ profile });
    acme.gitHub.setRunnersAvailable(false);
    const id = await acme.startRun();
    await acme.call(`POST ${BASE}/actions/runs/${id}/cancel`);
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await readRuns()).toEqual(['cancelled']);
  });
});

describe.each(PROFILES)('re-running on %s', profile => {
  it('keeps the id and counts the attempt', async () => {
    let isBroken = true;
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(() =>
          isBroken ? { fail: 'out of disk space' } : undefined,
        ),
      },
    });
    const id = await acme.startRun({ version: '1.4.2' });
    await acme.gitHub.waitForStatus(id, 'completed');
    const [firstJob] = await acme.getJobs(id);
    isBroken = false;
    expect(
      await acme.call(`POST ${BASE}/actions/runs/${id}/rerun`),
    ).toMatchObject({ status: 201, body: {} });
    await acme.gitHub.waitForStatus(id, 'completed');
    const run = await acme.getRun(id);
    expect(run).toMatchObject({
      id,
      run_attempt: 2,
      conclusion: 'success',
      display_title: 'Deploy 1.4.2 to staging [none]',
      previous_attempt_url: expect.stringMatching(/\/attempts\/1$/),
    });
    const [secondJob, ...others] = await acme.getJobs(id);
    expect(others).toEqual([]);
    expect(secondJob).toMatchObject({ run_attempt: 2, conclusion: 'success' });
    const all = await acme.call(
      `GET ${BASE}/actions/runs/${id}/jobs?filter=all`,
    );
    expect(all.body.jobs.map((job: any) => job.id)).toEqual([
      firstJob.id,
      secondJob.id,
    ]);
    expect(acme.gitHub.runs()).toMatchObject([{ id, attempt: 2 }]);
  });

  it('is refused while the run has not ended', async () => {
    acme = await startAcme({ profile });
    acme.gitHub.setRunnersAvailable(false);
    const id = await acme.startRun();
    expect(
      await acme.call(`POST ${BASE}/actions/runs/${id}/rerun`),
    ).toMatchObject({
      status: 403,
      body: { message: 'This workflow is already running' },
    });
  });
});

it('ends everything that runs when it closes', async () => {
  acme = await startAcme({
    profile: 'github.com',
    workflow: {
      jobs: buildJobs(hang, { ignoresCancel: true }),
    },
  });
  const id = await acme.startRun();
  await acme.gitHub.waitForStatus(id, 'in_progress');
  const { url } = acme.gitHub;
  await acme.gitHub.close();
  expect(await readRuns()).toEqual(['cancelled']);
  await expect(fetch(url)).rejects.toThrow();
});

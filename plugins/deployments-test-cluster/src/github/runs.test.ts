import {
  Acme,
  BASE,
  buildJobs,
  createGate,
  REPOSITORY,
  startAcme,
} from './__testUtils__/startAcme';
import { StepContext } from './model/workflow';

const SECOND_MS = 1000;

describe.each(['github.com', 'ghes-3.17'] as const)('runs on %s', profile => {
  let acme: Acme;

  afterEach(() => acme.gitHub.close());

  function expectNoViolations() {
    expect(acme.gitHub.violations()).toEqual([]);
  }

  it('execute the code of their steps with the inputs of the dispatch', async () => {
    const seen: Partial<StepContext>[] = [];
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(context => {
          seen.push(context);
        }),
      },
    });
    const id = await acme.startRun({ version: '1.4.2' });
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(seen).toMatchObject([
      {
        inputs: {
          version: '1.4.2',
          environment: 'staging',
          slipway_key: 'none',
        },
        repository: REPOSITORY,
        runId: id,
        runAttempt: 1,
      },
    ]);
  });

  it('are queued, in progress and completed', async () => {
    const gate = createGate();
    acme = await startAcme({
      profile,
      workflow: {
        jobs: [
          {
            name: 'deploy',
            steps: [
              { name: 'Roll out', run: () => gate.opened },
              { name: 'Verify' },
            ],
          },
        ],
      },
    });
    acme.gitHub.setRunnersAvailable(false);
    const id = await acme.startRun();
    expect(await acme.getRun(id)).toMatchObject({
      status: 'queued',
      conclusion: null,
    });
    acme.gitHub.setRunnersAvailable(true);
    await acme.gitHub.waitForStatus(id, 'in_progress');
    expect(await acme.getRun(id)).toMatchObject({
      status: 'in_progress',
      conclusion: null,
    });
    expect(await acme.getJobs(id)).toMatchObject([
      {
        name: 'deploy',
        run_id: id,
        run_attempt: 1,
        status: 'in_progress',
        conclusion: null,
        completed_at: null,
        steps: [
          { name: 'Set up job', number: 1, conclusion: 'success' },
          { name: 'Roll out', number: 2, status: 'in_progress' },
          { name: 'Verify', number: 3, status: 'queued', conclusion: null },
        ],
      },
    ]);
    gate.open();
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'success' });
    expectNoViolations();
  });

  it('fail with the first step that fails, and skip the rest', async () => {
    const later = jest.fn();
    acme = await startAcme({
      profile,
      workflow: {
        jobs: [
          { name: 'build', steps: [{ name: 'Compile' }] },
          {
            name: 'deploy',
            steps: [
              { name: 'Roll out', run: () => ({ fail: 'no such image' }) },
              { name: 'Verify', run: later },
            ],
          },
          { name: 'announce', steps: [{ name: 'Send', run: later }] },
        ],
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'failure' });
    expect(await acme.getJobs(id)).toMatchObject([
      { name: 'build', conclusion: 'success' },
      {
        name: 'deploy',
        conclusion: 'failure',
        steps: [
          { name: 'Set up job', conclusion: 'success' },
          { name: 'Roll out', conclusion: 'failure' },
          { name: 'Verify', conclusion: 'skipped' },
        ],
      },
      { name: 'announce', conclusion: 'skipped' },
    ]);
    expect(later).not.toHaveBeenCalled();
    expectNoViolations();
  });

  it('fail if the code of a step throws', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(() => {
          throw new Error('connection refused');
        }),
      },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.getRun(id)).toMatchObject({ conclusion: 'failure' });
  });

  it('appear in lists later, if that is configured', async () => {
    let now = Date.UTC(2026, 10, 27, 7);
    acme = await startAcme({ profile, clock: () => now, listDelayMs: 5000 });
    const id = await acme.startRun();
    const list = async () =>
      (await acme.call(`GET ${BASE}/actions/workflows/deploy.yml/runs`)).body;
    now += 4999;
    expect(await list()).toEqual({ total_count: 0, workflow_runs: [] });
    // A client that knows the id finds it immediately.
    expect(await acme.getRun(id)).toMatchObject({ id });
    now += 1;
    expect(await list()).toMatchObject({
      total_count: 1,
      workflow_runs: [{ id }],
    });
  });

  it('are listed newest first, page by page', async () => {
    acme = await startAcme({ profile });
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push(await acme.startRun());
    const path = `${BASE}/actions/runs?per_page=2`;
    const first = await acme.call(`GET ${path}`);
    expect(first.body.total_count).toBe(5);
    expect(first.body.workflow_runs.map((run: any) => run.id)).toEqual([
      ids[4],
      ids[3],
    ]);
    const url = `${acme.gitHub.url}${path}`;
    expect(first.headers.get('link')).toBe(
      `<${url}&page=2>; rel="next", <${url}&page=3>; rel="last"`,
    );
    const last = await acme.call(`GET ${path}&page=3`);
    expect(last.body.workflow_runs.map((run: any) => run.id)).toEqual([ids[0]]);
    expect(last.headers.get('link')).toBe(
      `<${url}&page=2>; rel="prev", <${url}&page=1>; rel="first"`,
    );
  });

  it('are found by status, event, branch, actor and time', async () => {
    let now = Date.UTC(2026, 10, 27, 7, 0, 0, 900);
    acme = await startAcme({ profile, clock: () => now });
    const first = await acme.startRun();
    await acme.gitHub.waitForStatus(first, 'completed');
    now += 60 * SECOND_MS;
    const second = acme.gitHub.dispatch(REPOSITORY, 'deploy.yml', {
      inputs: { version: '2' },
    });
    await acme.gitHub.waitForStatus(second, 'completed');
    acme.gitHub.setRunnersAvailable(false);
    now += 60 * SECOND_MS;
    const third = await acme.startRun();
    const find = async (query: string) => {
      const { body } = await acme.call(`GET ${BASE}/actions/runs?${query}`);
      return body.workflow_runs.map((run: any) => run.id);
    };
    expect(await find('status=success')).toEqual([second, first]);
    expect(await find('status=queued')).toEqual([third]);
    expect(await find('actor=octocat')).toEqual([second]);
    expect(await find('branch=main')).toEqual([third, second, first]);
    expect(await find('branch=other')).toEqual([]);
    expect(await find('event=push')).toEqual([]);
    expect(
      await find('event=workflow_dispatch&created=%3E%3D2026-11-27T07:01:00Z'),
    ).toEqual([third, second]);
    expectNoViolations();
  });

  it('write a log that can be downloaded when the job has ended', async () => {
    const gate = createGate();
    acme = await startAcme({
      profile,
      workflow: {
        jobs: [
          {
            name: 'deploy',
            steps: [
              {
                name: 'Roll out',
                log: 'first line\nsecond line',
                run: async ({ log, inputs }) => {
                  await gate.opened;
                  log(`applying ${inputs.version}`);
                  return { fail: 'pods never became ready' };
                },
              },
            ],
          },
        ],
      },
    });
    const id = await acme.startRun({ version: '1.4.2' });
    await acme.gitHub.waitForStatus(id, 'in_progress');
    const [{ id: jobId }] = await acme.getJobs(id);
    const path = `GET ${BASE}/actions/jobs/${jobId}/logs`;
    expect(await acme.call(path)).toMatchObject({ status: 404 });
    gate.open();
    await acme.gitHub.waitForStatus(id, 'completed');
    const redirect = await acme.call(path);
    expect(redirect.status).toBe(302);
    const response = await fetch(redirect.headers.get('location')!);
    const lines = (await response.text())
      .split('\n')
      .map(line => line.replace(/^\uFEFF?\S+Z /, ''));
    expect(lines).toEqual([
      '##[group]Run Roll out',
      '##[endgroup]',
      'first line',
      'second line',
      'applying 1.4.2',
      '##[error]pods never became ready',
      '',
    ]);
    expectNoViolations();
  });

  it('give no log to clients that send it their token, and none after a minute', async () => {
    let now = Date.UTC(2026, 10, 27, 7);
    acme = await startAcme({ profile, clock: () => now });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'completed');
    const [{ id: jobId }] = await acme.getJobs(id);
    const { headers } = await acme.call(
      `GET ${BASE}/actions/jobs/${jobId}/logs`,
    );
    const location = headers.get('location')!;
    expect(
      await fetch(location, { headers: { authorization: 'Bearer secret' } }),
    ).toMatchObject({ status: 400 });
    expect(acme.gitHub.violations()).toMatchObject([
      { errors: ['The token was sent to the storage of the logs.'] },
    ]);
    expect(await fetch(location)).toMatchObject({ status: 200 });
    now += 60 * SECOND_MS;
    expect(await fetch(location)).toMatchObject({ status: 403 });
    expect(await fetch(`${location}0`)).toMatchObject({ status: 404 });
  });

  it('end as GitHub ends them', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(() => new Promise<void>(() => {})),
      },
    });
    for (const conclusion of [
      'timed_out',
      'stale',
      'action_required',
    ] as const) {
      const id = await acme.startRun();
      await acme.gitHub.waitForStatus(id, 'in_progress');
      await acme.gitHub.complete(id, conclusion);
      expect(await acme.getRun(id)).toMatchObject({
        status: 'completed',
        conclusion,
      });
      expect(await acme.getJobs(id)).toMatchObject([{ status: 'completed' }]);
    }
    expectNoViolations();
  });

  it('can be deleted when they have ended', async () => {
    const gate = createGate();
    acme = await startAcme({
      profile,
      workflow: {
        jobs: buildJobs(() => gate.opened),
      },
    });
    const id = await acme.startRun();
    const path = `DELETE ${BASE}/actions/runs/${id}`;
    expect(await acme.call(path)).toMatchObject({ status: 403 });
    gate.open();
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await acme.call(path)).toMatchObject({ status: 204 });
    expect(await acme.call(`GET ${BASE}/actions/runs/${id}`)).toMatchObject({
      status: 404,
    });
    expect(acme.gitHub.runs()).toEqual([]);
  });

  it('say why a status never comes', async () => {
    acme = await startAcme({ profile });
    const id = await acme.startRun();
    await expect(acme.gitHub.waitForStatus(id, 'waiting')).rejects.toThrow(
      `Run ${id} ended as success and was never waiting.`,
    );
  });
});

import { Acme, BASE, REPOSITORY, startAcme } from './__testUtils__/startAcme';
import { CommitSettings } from './model/repository';

const PROFILES = ['github.com', 'ghes-3.17'] as const;

/** A SHA that is easy to recognise. */
const sha = (digit: string) => digit.repeat(40);

let acme: Acme;

afterEach(async () => {
  const violations = acme.gitHub.violations();
  await acme.gitHub.close();
  // eslint-disable-next-line jest/no-standalone-expect
  expect(violations).toEqual([]);
});

async function compare(basehead: string, query = '') {
  return acme.call(`GET ${BASE}/compare/${basehead}${query}`);
}

const readShas = (commits: any[]) => commits.map(commit => commit.sha);

describe.each(PROFILES)('comparing commits on %s', profile => {
  /** 1 ← 2 ← 3 (main, v2), and 2 ← 4 (hotfix). */
  const commits: CommitSettings[] = [
    { message: 'One', sha: sha('1') },
    { message: 'Two', sha: sha('2'), author: 'monalisa' },
    { message: 'Four', sha: sha('4'), parents: [sha('2')] },
    { message: 'Three', sha: sha('3'), parents: [sha('2')] },
  ];
  const repository = {
    commits,
    branches: { 'hotfix/1': sha('4') },
    tags: { v1: sha('1'), v2: sha('3') },
  };

  it.each([
    ['v1...v2', 'ahead', 2, 0, ['2', '3'], '1'],
    ['v2...v1', 'behind', 0, 2, [], '1'],
    ['v2...main', 'identical', 0, 0, [], '3'],
    ['hotfix%2F1...main', 'diverged', 1, 1, ['3'], '2'],
    ['hotfix/1...main', 'diverged', 1, 1, ['3'], '2'],
    [`${sha('1')}...2222222`, 'ahead', 1, 0, ['2'], '1'],
  ])(
    '%s is %s',
    async (basehead, status, aheadBy, behindBy, digits, mergeBase) => {
      acme = await startAcme({ profile, repository });
      const response = await compare(basehead);
      expect(response).toMatchObject({
        status: 200,
        body: {
          status,
          ahead_by: aheadBy,
          behind_by: behindBy,
          total_commits: aheadBy,
          merge_base_commit: { sha: sha(mergeBase) },
        },
      });
      expect(readShas(response.body.commits)).toEqual(digits.map(sha));
    },
  );

  it('shows authors, messages and parents', async () => {
    acme = await startAcme({ profile, repository });
    const { body } = await compare('v1...v2');
    expect(body.commits[0]).toMatchObject({
      author: { login: 'monalisa' },
      commit: { message: 'Two', author: { name: 'monalisa' } },
      parents: [{ sha: sha('1') }],
      html_url: expect.stringMatching(/\/acme\/checkout\/commit\/2+$/),
    });
  });

  it('does not find commits that do not exist', async () => {
    acme = await startAcme({ profile, repository });
    expect(await compare('v1...v9')).toMatchObject({ status: 404 });
    expect(await compare('v1..v2')).toMatchObject({ status: 404 });
  });

  it('does not compare histories that have nothing in common', async () => {
    acme = await startAcme({
      profile,
      repository: {
        commits: [
          { message: 'One', sha: sha('1') },
          { message: 'Other', sha: sha('2'), parents: [] },
        ],
      },
    });
    expect(await compare(`${sha('1')}...${sha('2')}`)).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('No common ancestor') },
    });
  });

  it('shows the newest 250 commits, or pages of at most 100', async () => {
    const many = Array.from({ length: 261 }, (_, index) => ({
      message: `Commit ${index}`,
    }));
    acme = await startAcme({
      profile,
      repository: { commits: [{ message: 'v1', sha: sha('1') }, ...many] },
    });
    const readMessages = ({ body }: { body: any }) =>
      body.commits.map(({ commit }: any) => commit.message);
    const range = `${sha('1')}...main`;
    const whole = await compare(range);
    expect(whole.body.total_commits).toBe(261);
    expect(readMessages(whole)).toHaveLength(250);
    expect(readMessages(whole).at(-1)).toBe('Commit 260');
    const first = await compare(range, '?per_page=250');
    expect(readMessages(first)).toHaveLength(100);
    expect(readMessages(first)[0]).toBe('Commit 0');
    expect(first.headers.get('link')).toContain('rel="next"');
    const last = await compare(range, '?per_page=250&page=3');
    expect(readMessages(last)).toHaveLength(61);
    expect(readMessages(last).at(-1)).toBe('Commit 260');
  });
});

describe.each(PROFILES)('repositories on %s', profile => {
  it('have a default branch, commits and references', async () => {
    acme = await startAcme({
      profile,
      repository: {
        defaultBranch: 'trunk',
        commits: [{ message: 'One', sha: sha('1') }],
        tags: { 'v1/rc': sha('1') },
      },
    });
    expect(await acme.call(`GET ${BASE}`)).toMatchObject({
      status: 200,
      body: { full_name: 'acme/checkout', default_branch: 'trunk' },
    });
    expect(await acme.call(`GET ${BASE}/git/ref/tags/v1/rc`)).toMatchObject({
      status: 200,
      body: { ref: 'refs/tags/v1/rc', object: { sha: sha('1') } },
    });
    expect(await acme.call(`GET ${BASE}/git/ref/heads/gone`)).toMatchObject({
      status: 404,
    });
    expect(await acme.call(`GET ${BASE}/commits/trunk`)).toMatchObject({
      status: 200,
      body: { sha: sha('1') },
    });
    expect(await acme.call(`GET ${BASE}/commits/v9`)).toMatchObject({
      status: 422,
      body: { message: 'No commit found for SHA: v9' },
    });
  });

  it('are found whatever the case of their name', async () => {
    acme = await startAcme({ profile });
    expect(await acme.call('GET /repos/Acme/CHECKOUT')).toMatchObject({
      status: 200,
      body: { full_name: 'acme/checkout' },
    });
  });

  it('get new commits on their default branch', async () => {
    acme = await startAcme({ profile });
    const repository = acme.gitHub.addRepository({ owner: 'a', name: 'b' });
    const commit = repository.addCommit({ message: 'Second' });
    expect(await acme.call('GET /repos/a/b/commits/main')).toMatchObject({
      body: { sha: commit.sha, commit: { message: 'Second' } },
    });
  });

  it('know the pull requests of a commit', async () => {
    acme = await startAcme({
      profile,
      repository: {
        commits: [
          { message: 'One', sha: sha('1') },
          { message: 'Two', sha: sha('2') },
        ],
        pulls: [
          { number: 7, title: 'Faster', mergeCommit: sha('2') },
          { number: 8, title: 'Open', commits: [sha('1')], author: 'hubot' },
        ],
      },
    });
    const find = (commit: string) =>
      acme.call(`GET ${BASE}/commits/${commit}/pulls`);
    expect(await find(sha('2'))).toMatchObject({
      status: 200,
      body: [
        {
          number: 7,
          title: 'Faster',
          state: 'closed',
          merged_at: '2026-01-01T00:01:00Z',
          merge_commit_sha: sha('2'),
          html_url: expect.stringMatching(/\/acme\/checkout\/pull\/7$/),
        },
      ],
    });
    expect(await find(sha('1'))).toMatchObject({
      body: [
        { number: 8, state: 'open', merged_at: null, user: { login: 'hubot' } },
      ],
    });
    expect(await find(sha('9'))).toMatchObject({ status: 422 });
  });

  it('contain files, and the files of their workflows', async () => {
    acme = await startAcme({
      profile,
      repository: { files: { 'docs/Ümlaut.md': '# Grüße\n' } },
    });
    const read = (path: string, accept?: string) =>
      acme.call(`GET ${BASE}/contents/${path}`, {
        headers: accept ? { accept } : {},
      });
    const { status, body } = await read('docs/%C3%9Cmlaut.md');
    expect({ status, path: body.path, size: body.size }).toEqual({
      status: 200,
      path: 'docs/Ümlaut.md',
      size: 10,
    });
    expect(Buffer.from(body.content, 'base64').toString()).toBe('# Grüße\n');
    const workflow = await read('.github/workflows/deploy.yml?ref=main');
    expect(workflow.body).toMatchObject({ type: 'file', encoding: 'base64' });
    const raw = await read(
      '.github/workflows/deploy.yml',
      'application/vnd.github.raw+json',
    );
    expect(raw.body).toBe(
      Buffer.from(workflow.body.content, 'base64').toString(),
    );
    expect(raw.body).toContain('workflow_dispatch:\n    inputs:\n');
    expect(await read('README.md')).toMatchObject({ status: 404 });
    expect(await read('docs/%C3%9Cmlaut.md?ref=gone')).toMatchObject({
      status: 404,
    });
  });
});

describe.each(PROFILES)('deployments on %s', profile => {
  const environment = {
    name: '${{ inputs.environment }}',
    url: 'https://${{ inputs.environment }}.example.com',
  };

  async function list(query = '') {
    const { body } = await acme.call(`GET ${BASE}/deployments${query}`);
    return body as any[];
  }

  async function listStates(id: number): Promise<string[]> {
    const path = `GET ${BASE}/deployments/${id}/statuses`;
    return (await acme.call(path)).body.map((status: any) => status.state);
  }

  it('are recorded by workflows that have an environment', async () => {
    acme = await startAcme({ profile, workflow: { environment } });
    const runId = await acme.startRun();
    await acme.gitHub.waitForStatus(runId, 'completed');
    const [deployment, ...others] = await list();
    expect(others).toEqual([]);
    expect(deployment).toMatchObject({
      environment: 'staging',
      ref: 'main',
      task: 'deploy',
      payload: {},
      creator: { login: 'github-actions[bot]' },
    });
    const path = `GET ${BASE}/deployments/${deployment.id}/statuses`;
    const [job] = await acme.getJobs(runId);
    expect((await acme.call(path)).body).toMatchObject([
      {
        state: 'success',
        environment_url: 'https://staging.example.com',
        log_url: job.html_url,
      },
      { state: 'in_progress' },
    ]);
  });

  it('become inactive when a newer one succeeds, and stay when it fails', async () => {
    acme = await startAcme({
      profile,
      workflow: {
        environment,
        jobs: [
          {
            name: 'deploy',
            steps: [
              {
                name: 'Roll out',
                run: ({ inputs }) =>
                  inputs.version === 'bad' ? { fail: 'bad' } : undefined,
              },
            ],
          },
        ],
      },
    });
    const deploy = async (version: string, environmentName = 'staging') => {
      const id = await acme.startRun({ version, environment: environmentName });
      await acme.gitHub.waitForStatus(id, 'completed');
    };
    await deploy('1');
    await deploy('bad');
    const [, first] = await list();
    expect(await listStates(first.id)).toEqual(['success', 'in_progress']);
    await deploy('2');
    await deploy('1', 'production');
    const states = [];
    for (const { id } of await list('?environment=staging')) {
      states.push((await listStates(id))[0]);
    }
    expect(states).toEqual(['success', 'failure', 'inactive']);
  });

  it('have no status while a run waits for reviewers', async () => {
    acme = await startAcme({
      profile,
      workflow: { environment: { ...environment, reviewers: ['hubot'] } },
    });
    const id = await acme.startRun();
    await acme.gitHub.waitForStatus(id, 'waiting');
    const [deployment] = await list();
    expect(await listStates(deployment.id)).toEqual([]);
    acme.gitHub.reject(id);
    await acme.gitHub.waitForStatus(id, 'completed');
    expect(await listStates(deployment.id)).toEqual(['failure']);
  });

  it('can be made by the API, too', async () => {
    acme = await startAcme({ profile });
    const { status, body } = await acme.call(`POST ${BASE}/deployments`, {
      body: {
        ref: 'main',
        environment: 'qa',
        payload: { artifact: 'checkout@sha256:1' },
      },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      environment: 'qa',
      payload: { artifact: 'checkout@sha256:1' },
      creator: { login: 'slipway[bot]' },
    });
    const statuses = `${BASE}/deployments/${body.id}/statuses`;
    expect(
      await acme.call(`POST ${statuses}`, {
        body: { state: 'success', environment_url: 'https://qa.example.com' },
      }),
    ).toMatchObject({ status: 201, body: { state: 'success' } });
    expect(await listStates(body.id)).toEqual(['success']);
    expect(await list('?environment=qa&sha=none')).toHaveLength(1);
    expect(await list('?environment=production')).toEqual([]);
    expect(
      await acme.call(`POST ${BASE}/deployments`, { body: { ref: 'gone' } }),
    ).toMatchObject({ status: 422 });
    expect(await acme.call(`GET ${BASE}/deployments/1/statuses`)).toMatchObject(
      { status: 404 },
    );
  });
});

it('refuses to set up what cannot exist', async () => {
  acme = await startAcme({ profile: 'github.com' });
  expect(() =>
    acme.gitHub.addWorkflow(
      { owner: 'no', name: 'one' },
      {
        file: 'a.yml',
        name: 'A',
        jobs: [{ name: 'a', steps: [] }],
      },
    ),
  ).toThrow('There is no repository no/one.');
  expect(() =>
    acme.gitHub.addWorkflow(REPOSITORY, { file: 'a.yml', name: 'A', jobs: [] }),
  ).toThrow('The workflow a.yml needs a job.');
  expect(() =>
    acme.gitHub.addRepository({
      owner: 'a',
      name: 'b',
      commits: [{ message: 'One', sha: 'abc' }],
    }),
  ).toThrow('40 hex digits');
  expect(() => acme.gitHub.approve(1)).toThrow('There is no run 1.');
});

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  mockCredentials,
  type TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import { parse } from 'yaml';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { SERVICE } from '../application/__testUtils__/testPortal';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const ACTION = resolve(
  __dirname,
  '../../../../actions/register-version/action.yml',
);
const ARTIFACT = `registry.example.com/checkout@sha256:${'a'.repeat(64)}`;

interface Action {
  inputs: Record<string, { required?: boolean; default?: string }>;
  runs: {
    steps: { uses?: string; env: Record<string, string>; run: string }[];
  };
}

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Runs the action's script in a real Git repository against a real portal, as GitHub's runner does. */
describe('the GitHub action that registers a version', () => {
  const action: Action = parse(readFileSync(ACTION, 'utf8'));
  const [step, ...more] = action.runs.steps;
  let backend: TestBackend;
  let folder: string;
  let minute = 0;

  beforeAll(async () => {
    backend = await startPortal({
      knex: await databases.init('SQLITE_3'),
      target: new TestTarget(),
    });
  });
  afterAll(() => backend.stop());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'action-'));
    minute = 0;
    git('init', '--quiet');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const environment = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ana "$(touch hacked)" \u{1F6A2}',
    GIT_AUTHOR_EMAIL: 'ana@example.com',
    GIT_COMMITTER_NAME: 'ci',
    GIT_COMMITTER_EMAIL: 'ci@example.com',
  };

  function git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: folder,
      env: {
        ...environment,
        GIT_AUTHOR_DATE: `2026-03-01T10:0${++minute % 10}:00Z`,
      },
      encoding: 'utf8',
    }).trim();
  }

  function commit(message: string): string {
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  }

  /** Runs the script with inputs as the runner passes them on. */
  async function run(inputs: Record<string, string>) {
    const given: Record<string, string> = {
      api: `http://localhost:${backend.server.port()}/api/deployments/`,
      token: mockCredentials.service
        .header({ onBehalfOf: mockCredentials.service('external:ci') } as never)
        .slice('Bearer '.length),
      service: SERVICE,
      artifact: ARTIFACT,
      ...inputs,
    };
    const output = join(folder, 'output');
    writeFileSync(output, '');
    const env = Object.fromEntries(
      Object.entries(step!.env).map(([name, expression]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)![1]!;
        return [name, given[input] ?? action.inputs[input]!.default ?? ''];
      }),
    );
    const child = spawn(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run],
      {
        cwd: folder,
        env: {
          ...environment,
          ...env,
          GITHUB_OUTPUT: output,
          GITHUB_REPOSITORY: 'acme/checkout',
        },
      },
    );
    let log = '';
    child.stdout.on('data', chunk => (log += chunk));
    child.stderr.on('data', chunk => (log += chunk));
    const code = await new Promise(done => child.once('close', done));
    return { code, log, output: readFileSync(output, 'utf8').trim() };
  }

  async function findVersion(output: string) {
    const id = /^version-id=([\w-]+)$/.exec(output)?.[1];
    const { body } = await request(backend.server)
      .get(`/api/deployments/services/${encodeURIComponent(SERVICE)}/versions`)
      .set('Authorization', mockCredentials.user.header('user:default/ana'));
    return body.items.find((version: Version) => version.id === id);
  }

  it('uses no action of anybody else', () => {
    expect(more).toEqual([]);
    expect(step!.uses).toBeUndefined();
  });

  it('registers the commits since the newest tag, newest first', async () => {
    commit('Begin');
    git('tag', '1.4.1');
    const first = commit('Fix "rounding" && $(touch hacked)');
    const second = commit('Größe ✓\n\nWith a body');
    const { code, log, output } = await run({
      name: '1.4.2',
      'change-url': 'https://github.com/acme/checkout/pull/7',
      flags: 'migrations, slow ,',
    });
    expect({ code, log }).toMatchObject({ code: 0 });
    expect(await findVersion(output)).toMatchObject({
      name: '1.4.2',
      artifact: ARTIFACT,
      changeUrl: 'https://github.com/acme/checkout/pull/7',
      flags: ['migrations', 'slow'],
      commits: [
        {
          id: second,
          message: 'Größe ✓',
          author: 'Ana "$(touch hacked)" \u{1F6A2}',
          authoredAt: expect.stringMatching(/^2026-03-01T10:0\d:00\.000Z$/),
          url: `https://github.com/acme/checkout/commit/${second}`,
        },
        { id: first, message: 'Fix "rounding" && $(touch hacked)' },
      ],
    });
    expect(git('status', '--porcelain')).not.toContain('hacked');
    // A repeated job gets the same version.
    expect(
      await run({
        name: '1.4.2',
        'change-url': 'https://github.com/acme/checkout/pull/7',
        flags: 'migrations,slow',
      }),
    ).toMatchObject({ code: 0, output });
  });

  it('registers the commits since a given commit', async () => {
    const since = commit('Begin');
    const head = commit('Fix');
    const artifact = `${ARTIFACT}-since`;
    const { output } = await run({ name: '1.4.3', artifact, since });
    const { commits } = await findVersion(output);
    expect(commits.map(({ id }: { id: string }) => id)).toEqual([head]);
  });

  it('registers one commit, with a warning, if the checkout has no tags', async () => {
    commit('Begin');
    const head = commit('Fix');
    const artifact = `${ARTIFACT}-shallow`;
    const { log, output } = await run({ name: '1.4.4', artifact });
    expect(log).toContain('::warning::No tag was found before this commit');
    const { commits } = await findVersion(output);
    expect(commits.map(({ id }: { id: string }) => id)).toEqual([head]);
  });

  it('fails with the portal’s reason if the version can’t be registered', async () => {
    commit('Fix');
    const { code, log, output } = await run({ name: '.' });
    expect(code).toBe(1);
    expect(log).toContain('::error::The version could not be registered. ');
    expect(log).toContain('name must be more than dots');
    expect(output).toBe('');
  });

  it.each([
    ['no commit is', 'no-such-tag', 'is not in this checkout'],
    ['is an option', '--output=hacked', 'is not in this checkout'],
  ])('fails if "since" is what %s', async (_, since, reason) => {
    commit('Fix');
    const { code, log } = await run({ name: '1.4.5', since });
    expect(code).toBe(1);
    expect(log).toContain(reason);
  });

  it('never shows the token', async () => {
    commit('Fix');
    const token = 'not-a-valid-token-4711';
    const { code, log } = await run({ name: '1.4.6', token });
    expect(code).toBe(1);
    expect(log).toContain('::error::The version could not be registered.');
    expect(log).not.toContain(token);
  });
});

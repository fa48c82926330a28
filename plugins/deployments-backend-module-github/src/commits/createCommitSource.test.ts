import type { Entity } from '@backstage/catalog-model';
import {
  createGitHubFixture,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createCommitSource } from './createCommitSource';

const HISTORY = { owner: 'acme', name: 'history' };

function buildEntity(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', annotations },
  };
}

const readFrom = (repository: string) => ({
  'backstage.io/managed-by-location': `url:https://github.com/${repository}/tree/main/catalog-info.yaml`,
});

describe('the commits of GitHub', () => {
  let fixture: GitHubFixture;
  let commits: string[];

  beforeAll(async () => {
    fixture = await createGitHubFixture();
    const repository = fixture.gitHub.addRepository({
      ...HISTORY,
      commits: Array.from({ length: 1_260 }, (_, index) => ({
        message: `Change ${index}`,
        author: 'alice',
      })),
    });
    commits = repository.commits.map(({ sha }) => sha);
    repository.pulls.push(
      { number: 11, title: 'Open', commits: [commits[259]!] },
      { number: 12, title: 'Merged', mergeCommit: commits[259]! },
    );
  });
  afterAll(() => fixture.dispose());

  const list = (
    request: { commit: string; previous?: string },
    annotations: Record<string, string> = {
      'github.com/project-slug': 'acme/history',
      ...readFrom('acme/history'),
    },
  ) =>
    createCommitSource(fixture.createRuntime().pool).list({
      service: 'component:default/checkout',
      entity: buildEntity(annotations),
      signal: AbortSignal.timeout(10_000),
      ...request,
    });

  it('between two versions are listed from all pages, newest first', async () => {
    const listed = await list({ commit: commits[259]!, previous: commits[4]! });
    expect(listed?.commits).toHaveLength(255);
    expect(listed?.commits[0]).toMatchObject({
      id: commits[259],
      message: 'Change 259',
      url: expect.stringContaining('/commit/'),
    });
    expect(listed?.commits.at(-1)?.id).toBe(commits[5]);
    expect(listed?.changeUrl).toMatch(/\/acme\/history\/pull\/12$/);
  });

  it('of a first version are its own commit alone', async () => {
    const listed = await list({ commit: commits[7]! });
    expect(listed?.commits).toMatchObject([
      { id: commits[7], message: 'Change 7' },
    ]);
    expect(listed?.changeUrl).toBeUndefined();
  });

  it('between distant versions are the newest 1,000', async () => {
    const listed = await list({
      commit: commits[1_259]!,
      previous: commits[0]!,
    });
    const ids = listed?.commits.map(({ id }) => id);
    expect(ids?.[0]).toBe(commits[1_259]);
    // 1,259 commits are on 13 pages, of which the last one has 59.
    expect(ids).toEqual(commits.slice(1_260 - 959).reverse());
  });

  it('are unknown without the annotation, or without a commit id', async () => {
    expect(
      await list({ commit: commits[7]! }, readFrom('acme/history')),
    ).toBeUndefined();
    expect(await list({ commit: 'v1.4.1' })).toBeUndefined();
  });

  it('are unknown if the catalog read the service from elsewhere than GitHub', async () => {
    expect(
      await list(
        { commit: commits[7]! },
        { 'github.com/project-slug': 'acme/history' },
      ),
    ).toBeUndefined();
  });

  it('are not read from another repository than that of the service', async () => {
    await expect(
      list(
        { commit: commits[7]! },
        {
          'github.com/project-slug': 'acme/history',
          ...readFrom('acme/checkout'),
        },
      ),
    ).rejects.toThrow(/annotation github.com\/project-slug is ignored/);
  });

  it('of an unknown version are an error that says what to check', async () => {
    await expect(
      list({ commit: 'f'.repeat(40), previous: commits[4]! }),
    ).rejects.toThrow(/can't read the commits in acme\/history/);
  });
});

import {
  createGitHubFixture,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createCaller, VERSIONS } from '../__testUtils__/requests';

describe('an abort with a workflow that needs the commit', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());

  const deployTwice = async () => {
    fixture = await createGitHubFixture({
      settings: {
        inputs: {
          version: '{version.commit}',
          image: '{version.artifact}',
          environment: 'production',
        },
      },
    });
    const call = (deploymentId: string) =>
      createCaller(
        fixture.createTarget(),
        fixture.serviceEnvironment,
        deploymentId,
      );
    await call('one').deploy(VERSIONS.first);
    const second = call('two');
    await second.deploy(VERSIONS.second);
    return second;
  };

  it('takes it from the record if the portal only knows the artifact', async () => {
    const second = await deployTwice();
    const { name, artifact } = VERSIONS.first;
    const handle = await second.abort({ name, artifact });
    await second.waitFor(handle, 'done');
    expect(fixture.service.artifact).toBe(artifact);
    expect(
      fixture.gitHub
        .runs()
        .filter(({ title }) =>
          title.includes(`Deploy ${VERSIONS.first.commit}`),
        ),
    ).toHaveLength(2);
  });

  it('does not take that of another version', async () => {
    const second = await deployTwice();
    const { name, artifact } = VERSIONS.broken;
    const handle = await second.abort({ name, artifact });
    expect(await second.waitFor(handle, 'failed')).toMatchObject({
      code: 'invalid_settings',
      message: expect.stringContaining('version.commit'),
    });
    expect(fixture.gitHub.runs()).toHaveLength(2);
  });
});

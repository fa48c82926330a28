import { toVersionOutcome } from './versionOutcome';
import type { VersionDeployment } from './versionOutcome';

function deployment(more: Partial<VersionDeployment> = {}): VersionDeployment {
  return {
    artifact: 'a',
    environment: 'staging',
    deploymentId: 'd1',
    status: 'succeeded',
    verification: 'passed',
    requestedBy: 'user:default/ana',
    requestedAt: 1,
    finishedAt: 2,
    ...more,
  };
}

describe("the outcome of a version's deployment", () => {
  it.each<[string, Partial<VersionDeployment>]>([
    ['verified', {}],
    ['verified', { watch: 'watching' }],
    ['succeeded', { verification: 'overridden' }],
    ['succeeded', { verification: undefined }],
    ['breached', { watch: 'breached' }],
    ['rolled_back', { status: 'rolled_back' }],
    ['failed', { status: 'failed' }],
    ['failed', { status: 'rollback_failed' }],
    ['in_progress', { status: 'waiting', verification: undefined }],
    ['in_progress', { status: 'rolling_back', verification: undefined }],
  ])('is %s for %j', (result, more) => {
    expect(toVersionOutcome(deployment(more))).toEqual({
      environment: 'staging',
      result,
      at: 2,
      by: 'user:default/ana',
      deploymentId: 'd1',
    });
  });

  it('has the time of the request while it is in progress', () => {
    expect(
      toVersionOutcome(
        deployment({ status: 'running', finishedAt: undefined }),
      ),
    ).toMatchObject({ result: 'in_progress', at: 1 });
  });

  it('names the later rollback that reverted it, when it ended and who requested it', () => {
    const revertedBy = {
      deploymentId: 'd2',
      requestedBy: 'user:default/ben',
      at: 9,
    };
    expect(
      toVersionOutcome(deployment({ revertedBy, watch: 'breached' })),
    ).toEqual({
      environment: 'staging',
      result: 'rolled_back',
      at: 9,
      by: 'user:default/ben',
      deploymentId: 'd2',
    });
  });
});

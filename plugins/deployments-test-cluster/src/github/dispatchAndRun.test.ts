import { createGitHubClient, GitHubCall } from './__testUtils__/callGitHub';
import { WorkflowDefinition } from './model/workflow';
import { GitHubStandIn, startGitHubStandIn } from './startGitHubStandIn';

const REPOSITORY = { owner: 'acme', name: 'checkout' };
const BASE = '/repos/acme/checkout';
const DISPATCH = `POST ${BASE}/actions/workflows/deploy.yml/dispatches`;

function buildWorkflow(
  overrides: Partial<WorkflowDefinition> = {},
): WorkflowDefinition {
  return {
    file: 'deploy.yml',
    name: 'Deploy',
    inputs: {
      version: { required: true },
      environment: { type: 'choice', options: ['staging', 'production'] },
      slipway_key: { default: 'none' },
    },
    runNameTemplate:
      'Deploy ${{ inputs.version }} [${{ github.event.inputs.slipway_key }}]',
    jobs: [{ name: 'deploy', steps: [{ name: 'Roll out' }] }],
    ...overrides,
  };
}

describe.each(['github.com', 'ghes-3.17'] as const)(
  'the GitHub stand-in as %s',
  profile => {
    let gitHub: GitHubStandIn;
    let call: ReturnType<typeof createGitHubClient>;

    async function start(
      overrides: Partial<WorkflowDefinition> = {},
      options: Partial<Parameters<typeof startGitHubStandIn>[0]> = {},
    ) {
      gitHub = await startGitHubStandIn({ profile, ...options });
      call = createGitHubClient(gitHub);
      gitHub.addRepository(REPOSITORY);
      gitHub.addWorkflow(REPOSITORY, buildWorkflow(overrides));
    }

    async function dispatch(
      inputs: Record<string, unknown> = { version: '1.4.2' },
      fields: Record<string, unknown> = {},
    ) {
      const body = { ref: 'main', inputs, ...fields };
      return call(DISPATCH, { body } as GitHubCall);
    }

    afterEach(async () => {
      const violations = gitHub.violations();
      await gitHub.close();
      expect(violations).toEqual([]);
    });

    it('starts a run that shows its inputs in its name', async () => {
      await start();
      const { status } = await dispatch({
        version: '1.4.2',
        slipway_key: 'abc-1',
      });
      expect(status).toBe(204);
      const [{ id }] = gitHub.runs();
      await gitHub.waitForStatus(id, 'completed');
      const { body } = await call(`GET ${BASE}/actions/runs/${id}`);
      expect(body).toMatchObject({
        id,
        display_title: 'Deploy 1.4.2 [abc-1]',
        event: 'workflow_dispatch',
        status: 'completed',
        conclusion: 'success',
        run_attempt: 1,
        head_branch: 'main',
      });
      expect(id).toBeGreaterThan(2 ** 32);
    });
  },
);

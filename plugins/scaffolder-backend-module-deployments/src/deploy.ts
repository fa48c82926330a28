import { createHash } from 'node:crypto';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  type CreateDeploymentRequest,
  type DeploymentsClient,
  unwrapResponse,
} from '@slipway/backstage-plugin-deployments-common';
import {
  type ActionDeps,
  createClientFor,
  DRY_RUN_ID,
  toServiceRef,
} from './actionDeps';

/**
 * Creates the action `deployments:deploy`. It requests a deployment and doesn't wait for its end. A dry run shows the
 * plan and what would block it.
 */
export function createDeployAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'deployments:deploy',
    description:
      'Requests a deployment of a version, on behalf of the person who runs the template. It follows the golden path: approvals, windows and checks apply, so it may be queued first.',
    supportsDryRun: true,
    schema: {
      input: {
        service: z =>
          z
            .string()
            .describe('Entity ref of the service, or the name of a component'),
        environment: z =>
          z.string().describe('The name of the environment in app-config'),
        versionId: z =>
          z
            .string()
            .optional()
            .describe(
              'The versionId that deployments:register-version returns',
            ),
        artifact: z =>
          z
            .string()
            .optional()
            .describe('The artifact of the version, instead of versionId'),
        reason: z => z.string().optional().describe('Why it is deployed'),
        inputs: z =>
          z
            .record(z.any())
            .optional()
            .describe('The inputs that the golden path asks for'),
      },
      output: {
        deploymentId: z =>
          z.string().describe('Id of the deployment. In a dry run: `dry-run`'),
        path: z =>
          z.string().describe('Path of the deployment’s page in the portal'),
        status: z =>
          z.string().describe('Its status, usually `queued` or `running`'),
      },
    },
    async handler({ input, isDryRun, logger, output, task, ...context }) {
      const { service, ...request } = input;
      const body = { ...request, service: toServiceRef(service) };
      const client = await createClientFor(
        deps,
        await context.getInitiatorCredentials(),
      );
      if (isDryRun) {
        for (const line of await describePlan(client, body)) logger.info(line);
        output('deploymentId', DRY_RUN_ID);
        output('path', '/deployments');
        output('status', 'queued');
        return;
      }
      const { id, status } = await unwrapResponse(
        client.POST('/deployments', {
          body,
          // A task that is repeated after a restart must not deploy twice.
          params: { header: { 'Idempotency-Key': createKey(task.id, body) } },
        }),
      );
      logger.info(`The deployment ${id} is ${status}.`);
      output('deploymentId', id);
      output('path', `/deployments/${encodeURIComponent(id)}`);
      output('status', status);
    },
  });
}

/** Says what a deployment would do, in sentences. */
async function describePlan(
  client: DeploymentsClient,
  body: CreateDeploymentRequest,
): Promise<string[]> {
  if (body.versionId === DRY_RUN_ID) {
    return [
      'There is no plan, because the version is not registered in a dry run.',
    ];
  }
  const plan = await unwrapResponse(client.POST('/deployments/plan', { body }));
  return [
    `It would follow the golden path ${plan.goldenPath.title}.`,
    ...plan.blockers.map(({ message }) => `It could not start yet: ${message}`),
  ];
}

function createKey(taskId: string, body: object): string {
  const digest = createHash('sha256').update(JSON.stringify(body));
  return `scaffolder-${taskId}-${digest.digest('hex').slice(0, 16)}`;
}

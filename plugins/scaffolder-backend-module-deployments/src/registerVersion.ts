import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { unwrapResponse } from '@slipway/backstage-plugin-deployments-common';
import {
  type ActionDeps,
  createClientFor,
  DRY_RUN_ID,
  toServiceRef,
} from './actionDeps';

/**
 * Creates the action `deployments:register-version`. A dry run only checks that the service exists and that the person
 * has access to it.
 */
export function createRegisterVersionAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'deployments:register-version',
    description:
      'Registers a version of a service, so that it can be deployed. Registering the same artifact again returns the existing version.',
    supportsDryRun: true,
    schema: {
      input: {
        service: z =>
          z
            .string()
            .describe('Entity ref of the service, or the name of a component'),
        name: z => z.string().describe('The name that people see, e.g. 1.4.2'),
        artifact: z =>
          z
            .string()
            .describe(
              'Identifies the version in all environments, e.g. an image with its digest',
            ),
        commitId: z =>
          z
            .string()
            .optional()
            .describe('The commit that the version was built from'),
        changeUrl: z =>
          z.string().optional().describe('Address of the pull request'),
      },
      output: {
        versionId: z =>
          z.string().describe('Id of the version. In a dry run: `dry-run`'),
      },
    },
    async handler({ input, isDryRun, logger, output, ...context }) {
      const { service, name, artifact, commitId, changeUrl } = input;
      const ref = toServiceRef(service);
      const client = await createClientFor(
        deps,
        await context.getInitiatorCredentials(),
      );
      const params = { path: { ref } };
      if (isDryRun) {
        await unwrapResponse(
          client.GET('/services/{ref}/overview', { params }),
        );
        logger.info(`The version ${name} of ${ref} would be registered.`);
        output('versionId', DRY_RUN_ID);
        return;
      }
      const { id } = await unwrapResponse(
        client.POST('/services/{ref}/versions', {
          params,
          body: { name, artifact, commitId, changeUrl },
        }),
      );
      logger.info(`The version ${name} of ${ref} is registered.`);
      output('versionId', id);
    },
  });
}

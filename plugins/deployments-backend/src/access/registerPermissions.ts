import type {
  AuthService,
  PermissionsRegistryService,
} from '@backstage/backend-plugin-api';
import {
  deploymentsPermissions,
  parseDeploymentResourceRef,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ServiceDirectory } from './serviceDirectory';
import { toResource } from './catalogServices';
import type { ServiceEnvironmentResource } from './serviceEnvironmentResource';
import {
  deploymentPermissionResourceRef,
  deploymentPermissionRules,
} from './permissionRules';

/** Registers the plugin's permissions and rules, and resolves resource refs to service environments for policies. */
export function registerPermissions(options: {
  permissionsRegistry: PermissionsRegistryService;
  auth: AuthService;
  services: ServiceDirectory;
  model: DeploymentsModel;
}): void {
  const { permissionsRegistry, auth, services, model } = options;
  permissionsRegistry.addResourceType({
    resourceRef: deploymentPermissionResourceRef,
    permissions: deploymentsPermissions,
    rules: Object.values(deploymentPermissionRules),
    async getResources(
      resourceRefs,
    ): Promise<(ServiceEnvironmentResource | undefined)[]> {
      const serviceEnvironments = resourceRefs.map(parseDeploymentResourceRef);
      // The permission backend calls this without a user. The catalog's own permissions are enforced elsewhere.
      const found = await services.findAll(
        serviceEnvironments.map(({ service }) => service),
        await auth.getOwnServiceCredentials(),
      );
      return serviceEnvironments.map(({ service: ref, environment: name }) => {
        const service = found.get(ref);
        if (!service) return undefined;
        if (name === undefined) return toResource(service);
        const environment = model.environments.find(e => e.name === name);
        return environment && toResource(service, environment);
      });
    },
  });
}

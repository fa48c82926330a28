import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { createAnnotationProcessor } from './annotationProcessor';
import { readAllowedValues } from './readAllowedValues';

/**
 * Adds a processor to the catalog that shows wrong `slipway/` annotations as errors on the pages of their entities.
 *
 * @public
 */
export const catalogModuleDeployments = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'deployments',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ catalog, config, logger }) {
        const allowed = readAllowedValues(config);
        if (allowed) {
          catalog.addProcessor(createAnnotationProcessor(allowed));
        } else {
          logger.warn(
            'The annotations of the deployments plugin are not checked, because app-config has no deployments.goldenPaths',
          );
        }
      },
    });
  },
});

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  techdocsGeneratorExtensionPoint,
  type GeneratorBase,
  type TechdocsGenerator,
} from '@backstage/plugin-techdocs-node';
import { DocsGenerator } from './docsGenerator';

/**
 * Generates documentation with Node.js alone, as long as the configuration names no generator (`techdocs.generator`):
 * the demo portal runs on machines without Python and Docker.
 */
export const docsModule = createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'docs-generator',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        generator: techdocsGeneratorExtensionPoint,
      },
      async init({ config, generator }) {
        if (!config.has('techdocs.generator')) {
          // It asks for TechDocs' own class, of which it only uses this interface.
          const ours: GeneratorBase = new DocsGenerator();
          generator.setTechdocsGenerator(ours as TechdocsGenerator);
        }
      },
    });
  },
});

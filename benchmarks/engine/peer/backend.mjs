/**
 * The peer's process: an unmodified Scaffolder of Backstage with one action that does nothing and one template of five
 * such steps. The benchmark starts it with `--config <file>`; it stops on SIGTERM.
 */
import { createBackend } from '@backstage/backend-defaults';
import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';

const template = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'five-steps', namespace: 'default' },
  spec: {
    type: 'service',
    owner: 'group:default/team',
    steps: ['one', 'two', 'three', 'four', 'five'].map(id => ({
      id,
      name: id,
      action: 'benchmark:nothing',
    })),
  },
};

const nothing = createTemplateAction({
  id: 'benchmark:nothing',
  description: 'Does nothing and finishes immediately',
  async handler() {},
});

const actions = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'benchmark',
  register(env) {
    env.registerInit({
      deps: { scaffolder: scaffolderActionsExtensionPoint },
      async init({ scaffolder }) {
        scaffolder.addActions(nothing);
      },
    });
  },
});

// The catalog is not measured; in both portals it is in memory.
const catalog = createServiceFactory({
  service: catalogServiceRef,
  deps: {},
  factory: () => ({ getEntityByRef: async () => structuredClone(template) }),
});

// Without the benchmark, nothing would stop this process.
process.on('disconnect', () => process.exit(1));

const backend = createBackend();
backend.add(catalog);
backend.add(actions);
backend.add(import('@backstage/plugin-scaffolder-backend'));

backend.start().catch(error => {
  console.error(error);
  process.exit(1);
});

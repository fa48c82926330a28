import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { auditActions } from './actions/auditActions';
import { registerActions } from './actions/registerActions';
import { registerDoraActions } from './actions/registerDoraActions';
import type { ApiOptions } from './access/apiOptions';
import {
  createHookRouter,
  listHookPaths,
} from './deliveryMetrics/api/webhookRoutes';
import { addDoraRoutes } from './deliveryMetrics/api/addDoraRoutes';
import { createApiContext } from './access/apiContext';
import { filterReadable } from './access/filterReadable';
import { addApiRoutes } from './api/addApiRoutes';
import { createApiRouter } from './http/apiRouter';
import { auditRequests } from './http/audit/auditRequests';
import { readOpenApiDocument } from './http/openApiDocument';
import { startSealer } from './maintenance/auditSealing/sealAudit';
import { createProviders } from './providers';
import { addBuiltInChecks } from './checks/addBuiltInChecks';
import { createAnalyst } from './checks/analysis/createAnalyst';
import { createMeasurer } from './checks/takeMeasurements';
import { readDeploymentsModel } from './config/readDeploymentsModel';
import { readSourceSecret } from './config/deliveryMetrics/readDoraSources';
import { readSecrets } from './config/readSecrets';
import { keepUpToDate } from './deliveryMetrics/projections/keepUpToDate';
import {
  createDoraServices,
  listEnvironmentNames,
} from './deliveryMetrics/createDeliveryMetrics';
import { subscribeToGithub } from './deliveryMetrics/sources/subscribeToGithub';
import { version } from '../package.json';
import { createChangeHub, createSharedChangeHub } from './changes/changeHub';
import { createEngine } from './application/createEngine';
import { createRenderer } from './domain/goldenPath/renderTemplates';
import {
  createMetricCounters,
  exportMetrics,
} from './observability/exportMetrics';
import { REDUCER_VERSION } from './domain/deployment/snapshot';
import { createQueue } from './queue/createQueue';
import { scheduleRetention } from './maintenance/retention/scheduleRetention';
import { scheduleRegistration } from './maintenance/registerServiceEnvironments';
import { addBuiltInSteps } from './steps/addBuiltInSteps';
import { createDatabase } from './persistence/createDatabase';
import { getDialect } from './persistence/getDialect';
import { migrate } from './persistence/migrate';
import { getDeployment } from './persistence/repositories/deployments';
import { cachePreparedStatements } from './persistence/sqlite/preparedStatementCache';
import { retryUntilAvailable } from './persistence/retryUntilAvailable';
import { createPgSession } from './persistence/postgres/pgSession';
import { hardenSqlite } from './persistence/sqlite/hardenSqlite';

/**
 * The deployments backend plugin.
 *
 * @public
 */
export const deploymentsPlugin = createBackendPlugin({
  pluginId: 'deployments',
  register(env) {
    const providers = createProviders();
    env.registerExtensionPoint(deploymentsExtensionPoint, providers);
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        databaseService: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { config, databaseService, httpRouter, logger } = deps;
        const { lifecycle, metrics, rootLifecycle, notifications } = deps;

        const knex = await databaseService.getClient();
        const session =
          getDialect(knex).name === 'postgres'
            ? createPgSession({ knex, logger })
            : undefined;
        const database = createDatabase(knex, {
          keepsSessions: () => session?.mode === 'session',
        });
        const changes = session
          ? createSharedChangeHub({ database, session, logger })
          : createChangeHub();
        const renderer = createRenderer(() => readSecrets(config));
        const measurer = createMeasurer({
          database,
          changes,
          providers: providers.registry.checkProviders,
          targets: providers.registry.targets,
          renderer,
        });
        addBuiltInChecks(providers);
        addBuiltInSteps(providers, {
          measurer,
          analyst: createAnalyst({
            database,
            providers: providers.registry.checkProviders,
            targets: providers.registry.targets,
            renderer,
          }),
          notifications,
          loadDeployment: id => getDeployment(knex, id),
        });

        // Read the configuration before opening the database, so that mistakes in it are the first and only error.
        const model = readDeploymentsModel(
          config,
          providers.registry,
          providers.moduleMistakes,
        );
        if (database.dialect.name === 'sqlite') {
          await hardenSqlite(knex, undefined, logger);
        }
        if (!databaseService.migrations?.skip) {
          await retryUntilAvailable(() => migrate(knex), {
            logger,
            what: 'The tables could not be created or checked',
          });
        }
        if (database.dialect.name === 'sqlite') {
          await cachePreparedStatements(knex);
        }

        const queueOptions = {
          database,
          session,
          engine: model.engine,
          reducerVersion: REDUCER_VERSION,
          logger,
        };
        const queue = await retryUntilAvailable(
          () => createQueue(queueOptions),
          {
            logger,
            what: 'The tables of the queue could not be created or checked',
          },
        );
        const { counters, countCommands } = createMetricCounters(metrics);
        const dora = createDoraServices({ ...deps, database, model });
        const engine = createEngine({
          ...deps,
          openIncident: async (incident, caller, key) =>
            (await dora.incidents.open(incident, caller, key)).incident.id,
          counters,
          database,
          queue,
          changes,
          session,
          version,
          model,
          registry: providers.registry,
          versionSources: providers.versionSources,
          commitSources: providers.commitSources,
          measurer,
          renderer,
        });
        exportMetrics({ metrics, engineStatus: engine.engineStatus, logger });
        const api: ApiOptions = {
          ...deps,
          model,
          providers: providers.registry,
          engine: countCommands(engine.service),
          reads: engine.reads,
          versions: engine.versions,
        };
        const { sources } = model.dora;
        for (const path of listHookPaths(sources)) {
          httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
        }
        httpRouter.use(
          auditRequests({ ...deps, document: readOpenApiDocument() }),
        );
        httpRouter.use(
          createHookRouter({
            sources,
            getSecret: source => readSourceSecret(config, source),
            ingestion: dora.ingestion,
            logger,
          }),
        );
        httpRouter.use(
          createApiRouter(deps, router => {
            addApiRoutes(router, { ...api, ...deps });
            addDoraRoutes(router, { ...api, ...deps, dora });
          }),
        );
        const context = createApiContext(api);
        providers.answerReadable((credentials, refs) =>
          filterReadable(context, deps.auth, credentials, refs),
        );
        providers.answerDemoImport(dora.ingestion.importDemo);
        const actionsRegistry = auditActions(deps.actionsRegistry, deps);
        registerActions(actionsRegistry, api);
        registerDoraActions(actionsRegistry, { ...api, dora });

        // Startup hooks run after the modules' targets and the plugins that receive notifications have started.
        rootLifecycle.addStartupHook(() => engine.start());
        await subscribeToGithub({
          ...deps,
          sources,
          ingestion: dora.ingestion,
        });
        const stopSealer = startSealer({ database, logger });
        const stopMetrics = keepUpToDate({
          database,
          versions: engine.versions,
          incidentWindowMs: model.dora.incidentWindowMs,
          ignoreMergeCommits: model.dora.ignoreMergeCommits,
          environments: listEnvironmentNames(model),
          logger,
        });
        await scheduleRetention({ ...deps, database, model: model.retention });
        await scheduleRegistration({
          ...deps,
          database,
          model,
          registry: providers.registry,
        });
        // Stop before the targets stop their services. Otherwise, a check would report the stopped service as a failure.
        rootLifecycle.addBeforeShutdownHook(() => engine.stop());
        lifecycle.addShutdownHook(stopSealer);
        lifecycle.addShutdownHook(stopMetrics);
      },
    });
  },
});

import type { AuthService } from '@backstage/backend-plugin-api';
import { type Entity, parseEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { NOTIFICATION_TOPICS } from '@slipway/backstage-plugin-deployments-common';
import type {
  DeploymentsModel,
  EngineModel,
} from '../domain/model/deploymentsModel';
import type { NotificationMessage } from '../domain/model/outboxMessage';
import { renderNotification } from '../domain/notifications/renderNotification';
import { queueExpiresAt } from '../domain/policy/queueExpiry';
import type { Database } from '../persistence/database';
import { readOwnerGroup } from '../persistence/repositories/deployments';

export interface NotificationDeps {
  database: Database;
  notifications: NotificationService;
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  auth: AuthService;
  model: Pick<DeploymentsModel, 'environments'> & {
    engine: Pick<EngineModel, 'queueForMs'>;
  };
}

/** Sends a notification with the titles of services, environments and people. Throws if a plugin it needs does not answer. */
export async function sendNotification(
  deps: NotificationDeps,
  message: NotificationMessage,
): Promise<void> {
  const { database, notifications, model } = deps;
  const { deploymentId, environment, severity, except } = message;
  const owner = message.toOwner
    ? await readOwnerGroup(database.knex, deploymentId)
    : undefined;
  const to = [...message.to, ...(owner === undefined ? [] : [owner])];
  if (to.length === 0) {
    return;
  }
  const { title, description } = renderNotification(
    message,
    {
      ...(await readTitles(deps, message)),
      environment:
        model.environments.find(({ name }) => name === environment)?.title ??
        environment,
      deadline: findDeadline(message, model.engine.queueForMs),
    },
    database.estimateNow(),
  );
  await notifications.send({
    recipients: {
      type: 'entity',
      entityRef: to,
      ...(except?.length ? { excludeEntityRef: except } : {}),
    },
    payload: {
      title,
      description,
      severity,
      link: `/deployments/${deploymentId}`,
      topic: toTopic(message),
      // For each person, a notification with the same scope replaces the earlier one.
      scope: `deployment:${deploymentId}`,
    },
  });
}

/** Earlier versions stored notifications with complete texts, and with topics that nobody could choose. */
function toTopic({ topic }: NotificationMessage): string {
  return Object.values(NOTIFICATION_TOPICS).includes(topic)
    ? topic
    : NOTIFICATION_TOPICS.own;
}

function findDeadline(
  { deadline }: NotificationMessage,
  queueForMs: number,
): number | undefined {
  if (deadline === undefined) {
    return undefined;
  }
  return 'at' in deadline
    ? deadline.at
    : queueExpiresAt({ requestedAt: deadline.queuedAt }, queueForMs);
}

async function readTitles(
  { catalog, auth }: NotificationDeps,
  { service, person }: NotificationMessage,
): Promise<{ service: string; person: string }> {
  const refs = [service, person].flatMap(ref =>
    ref !== undefined && isEntityRef(ref) ? [ref] : [],
  );
  const { items } = await catalog.getEntitiesByRefs(
    {
      entityRefs: refs,
      fields: ['kind', 'metadata', 'spec.profile'],
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  const findTitle = (ref = '') => {
    const entity = items[refs.indexOf(ref)];
    return entity ? toTitle(entity) : ref.slice(ref.lastIndexOf('/') + 1);
  };
  return { service: findTitle(service), person: findTitle(person) };
}

/** A principal can also be a service of Backstage, which is not in the catalog. */
function isEntityRef(principal: string): boolean {
  try {
    parseEntityRef(principal);
    return true;
  } catch {
    return false;
  }
}

function toTitle({ metadata, spec }: Entity): string {
  const profile = spec?.profile as { displayName?: string } | undefined;
  return profile?.displayName ?? metadata.title ?? metadata.name;
}

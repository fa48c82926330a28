import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type {
  ChangeRecord,
  DeploymentRecord,
  IncidentRecord,
  LinkRecord,
  StatusRecord,
} from '../persistence/storedRecords';
import type { LinkRole } from '../definitions/sourceRecords';
import type { EnvironmentNames } from '../normalize/environmentNames';
import type { AlertRecord } from './persistAlerts';
import { toDeploymentId, toIncidentId } from './eventIdentity';
import type {
  ChangeEvent,
  DeploymentEvent,
  DeploymentStatusEvent,
  IncidentEvent,
  SourceEvent,
} from './sourceEvents';

/** A service of the catalog, with its current owner and system. */
export interface MappedService {
  ref: string;
  /** Whether the event does not name the service: it comes from the known incident. */
  isAssumed?: boolean;
  ownerGroup?: string;
  system?: string;
}

/** The records that events lead to. */
export interface EventFacts {
  deployments: DeploymentRecord[];
  statuses: StatusRecord[];
  changes: ChangeRecord[];
  incidents: IncidentRecord[];
  alerts: AlertRecord[];
  links: LinkRecord[];
}

const noFacts = (): EventFacts => ({
  deployments: [],
  statuses: [],
  changes: [],
  incidents: [],
  alerts: [],
  links: [],
});

/** Prefix that a source's links use for deployments of this portal. */
const OF_PORTAL = 'portal:';

/**
 * Converts one event into records. They depend only on the event and its services, so the order of events does not
 * matter.
 */
export function toSourceRecords(
  event: SourceEvent,
  source: string,
  services: readonly MappedService[],
  environments: EnvironmentNames,
): EventFacts {
  const [service] = services;
  switch (event.type) {
    case 'deployment':
      return {
        ...noFacts(),
        deployments: [
          deploymentRecord(
            event,
            source,
            service,
            toEnvironment(event, environments),
          ),
        ],
      };
    case 'deploymentStatus':
      return {
        ...noFacts(),
        statuses: [
          statusRecord(
            event,
            source,
            service,
            toEnvironment(event, environments),
          ),
        ],
      };
    case 'change':
      return {
        ...noFacts(),
        changes: services.map(({ ref }) => changeRecord(event, ref)),
      };
    case 'incident': {
      const { alert } = event;
      const incident = incidentRecord(event, source, service, environments);
      return {
        ...noFacts(),
        ...(alert === undefined
          ? { incidents: [incident] }
          : { alerts: [{ alert, incident }] }),
        links: [
          ...linkRecords(event, source, 'caused', event.causedBy),
          ...linkRecords(event, source, 'fixed', event.fixedBy),
        ],
      };
    }
    default:
      throw new Error(`Unknown event ${event satisfies never}`);
  }
}

/** Returns when the source reported it, in epoch milliseconds; 0 if the event contains no time. */
export function occurredAt(event: SourceEvent): number {
  if (event.type !== 'deploymentStatus' && event.occurredAt !== undefined) {
    return event.occurredAt;
  }
  switch (event.type) {
    case 'deployment':
      return event.finishedAt;
    case 'deploymentStatus':
      return event.at;
    case 'change':
      return event.mergedAt ?? event.openedAt ?? event.authoredAt ?? 0;
    case 'incident':
      return event.resolvedAt ?? event.startedAt;
    default:
      throw new Error(`Unknown event ${event satisfies never}`);
  }
}

export interface NamedTime {
  field: string;
  at: number;
}

/** Lists the times of an event, the latest first. */
export function listTimes(event: SourceEvent): NamedTime[] {
  return Object.entries(event)
    .flatMap(([field, at]) => (typeof at === 'number' ? [{ field, at }] : []))
    .sort((a, b) => b.at - a.at);
}

function deploymentRecord(
  event: DeploymentEvent,
  source: string,
  service: MappedService,
  { environment, tier, tierKnown }: KnownEnvironment,
): DeploymentRecord {
  const sourceId = event.deployment ?? event.id;
  const succeededAt =
    event.outcome === 'succeeded' ? event.finishedAt : undefined;
  return {
    sourceId,
    tierKnown,
    ownersReported:
      event.ownerGroup !== undefined || event.system !== undefined,
    reported: { occurredAt: occurredAt(event), eventId: event.id },
    fields: {
      id: toDeploymentId(source, sourceId),
      source,
      service: service.ref,
      environment,
      tier,
      kind: event.kind,
      hotfix: event.hotfix,
      version: event.version,
      artifact: event.artifact ?? event.version,
      outcome: event.outcome,
      startedAt: event.startedAt ?? event.finishedAt,
      trafficAt: event.trafficAt ?? succeededAt,
      finishedAt: event.finishedAt,
      restoredAt: event.restoredAt,
      reverts: event.reverts && toDeploymentId(source, event.reverts),
      commits: event.commits && [...new Set(event.commits)].sort(),
      head: event.commit,
      ownerGroup:
        event.ownerGroup?.toLocaleLowerCase('en-US') ?? service.ownerGroup,
      system: event.system?.toLocaleLowerCase('en-US') ?? service.system,
      url: event.url,
      demo: event.demo,
    },
  };
}

interface KnownEnvironment {
  environment: string;
  tier: EnvironmentTier;
  /** Whether the event or app-config contains the tier. */
  tierKnown: boolean;
}

function toEnvironment(
  { environment, tier, defaultTier }: DeploymentEvent | DeploymentStatusEvent,
  { getName, getTier }: EnvironmentNames,
): KnownEnvironment {
  const known = tier ?? getTier(environment) ?? defaultTier;
  return {
    environment: getName(environment),
    tier: known ?? 'other',
    tierKnown: known !== undefined,
  };
}

function statusRecord(
  event: DeploymentStatusEvent,
  source: string,
  service: MappedService,
  serviceEnvironment: KnownEnvironment,
): StatusRecord {
  const sourceId = event.deployment;
  return {
    deployment: { id: toDeploymentId(source, sourceId), source, sourceId },
    eventId: event.id,
    state: event.state,
    at: event.at,
    sequence: event.sequence,
    description: {
      service: service.ref,
      ...serviceEnvironment,
      kind: event.kind,
      hotfix: event.hotfix,
      version: event.version,
      artifact: event.artifact ?? event.version,
      head: event.commit,
      ownerGroup: service.ownerGroup,
      system: service.system,
      url: event.url,
      demo: event.demo,
      createdAt: event.createdAt,
    },
  };
}

function changeRecord(event: ChangeEvent, service: string): ChangeRecord {
  return {
    service,
    demo: event.demo,
    reported: { occurredAt: occurredAt(event), eventId: event.id },
    fields: {
      commit: event.commit,
      title: event.title,
      url: event.url,
      authoredAt: event.authoredAt,
      openedAt: event.openedAt,
      approvedAt: event.approvedAt,
      mergedAt: event.mergedAt,
      ...(event.isMerge ? { isMerge: true } : {}),
    },
  };
}

function incidentRecord(
  event: IncidentEvent,
  source: string,
  { ref: service, isAssumed }: MappedService,
  { getName, getTier }: EnvironmentNames,
): IncidentRecord {
  const at = occurredAt(event);
  const environment =
    event.environment === undefined ? undefined : getName(event.environment);
  return {
    service,
    sourceId: event.incident,
    demo: event.demo,
    reported: { occurredAt: at, eventId: event.id },
    // Any event that names the service overrides one that does not.
    ...(isAssumed ? { reportedService: { occurredAt: -1, eventId: '' } } : {}),
    // An event that only reports the end never reported it as open.
    openAt:
      event.resolvedAt === undefined
        ? at
        : Math.min(event.startedAt, event.resolvedAt),
    resolvedAt: event.resolvedAt,
    fields: {
      id: toIncidentId(source, event.incident),
      source,
      title: event.title ?? event.incident,
      url: event.url,
      environment,
      tier:
        event.tier ??
        (environment === undefined ? undefined : getTier(environment)),
      startedAt: event.startedAt,
    },
  };
}

function linkRecords(
  event: IncidentEvent,
  source: string,
  role: LinkRole,
  deployments: readonly string[] = [],
): LinkRecord[] {
  return deployments.map(name => ({
    incident: toIncidentId(source, event.incident),
    deployment: name.startsWith(OF_PORTAL)
      ? name.slice(OF_PORTAL.length, OF_PORTAL.length + 100)
      : toDeploymentId(source, name),
    role,
    stand: 'linked',
    origin: 'explicit',
    by: source,
    at: occurredAt(event),
  }));
}

import type {
  SourceChange,
  SourceDeployment,
  SourceIncident,
  SourceLink,
} from '../definitions/sourceRecords';

/** What was told of a deployment, and by which event. */
export interface DeploymentRecord {
  fields: SourceDeployment;
  sourceId: string;
  /** False: neither the source nor app-config said which tier it is. Default: true. */
  tierKnown?: boolean;
  /** Whether the source said whose it was; else the catalog did when the deployment became known. */
  ownersReported?: boolean;
  reported: Reported;
}

/** What a source reported of a deployment at one moment. */
export interface StatusRecord {
  deployment: { id: string; source: string; sourceId: string };
  eventId: string;
  state: StatusState;
  /** Epoch milliseconds. */
  at: number;
  /** Orders statuses of the same moment, as their source does: digits. */
  sequence?: string;
  description: StatusDescription;
}

/** `inactive`: another deployment took its place. */
export type StatusState =
  | 'queued'
  | 'waiting'
  | 'in_progress'
  | 'succeeded'
  | 'failed'
  | 'inactive';

/** What a status says of its deployment, besides its times and outcome. */
interface StatusDescription
  extends Pick<
    SourceDeployment,
    | 'service'
    | 'environment'
    | 'tier'
    | 'kind'
    | 'hotfix'
    | 'version'
    | 'artifact'
    | 'head'
    | 'ownerGroup'
    | 'system'
    | 'url'
    | 'demo'
  > {
  /** False: neither the source nor app-config said which tier it is. */
  tierKnown?: boolean;
  /** When the deployment was requested, epoch milliseconds. */
  createdAt?: number;
}

export interface ChangeRecord {
  service: string;
  fields: SourceChange;
  demo: boolean;
  reported: Reported;
}

export interface IncidentRecord {
  service: string;
  fields: Omit<SourceIncident, 'resolvedAt'>;
  sourceId: string;
  /** The last time that somebody said that it goes on, epoch milliseconds. */
  openAt: number;
  /** The last time at which somebody said it was resolved; before `openAt` it broke out again. */
  resolvedAt?: number;
  openedBy?: string;
  resolvedBy?: string;
  demo: boolean;
  reported: Reported;
  /** The latest event that named its service; absent: `told` did. */
  reportedService?: Reported;
}

/** By the event that was the latest at its source. */
export interface Reported {
  occurredAt: number;
  eventId: string;
}

export interface LinkRecord extends SourceLink {
  origin: 'explicit' | 'person';
  at: number;
}

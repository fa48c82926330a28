import type {
  SourceChange,
  SourceDeployment,
  SourceIncident,
  SourceLink,
} from '../definitions/sourceRecords';

/** What was reported about a deployment, and the event that reported it. */
export interface DeploymentRecord {
  fields: SourceDeployment;
  sourceId: string;
  /** False: neither the source nor app-config contained the tier. Default: true. */
  tierKnown?: boolean;
  /** Whether the source reported the owner; otherwise it comes from the catalog when the deployment became known. */
  ownersReported?: boolean;
  reported: Reported;
}

/** A source's report about a deployment at one moment. */
export interface StatusRecord {
  deployment: { id: string; source: string; sourceId: string };
  eventId: string;
  state: StatusState;
  /** Epoch milliseconds. */
  at: number;
  /** Digits that order statuses of the same moment as their source does. */
  sequence?: string;
  description: StatusDescription;
}

/** `inactive`: another deployment replaced it. */
export type StatusState =
  | 'queued'
  | 'waiting'
  | 'in_progress'
  | 'succeeded'
  | 'failed'
  | 'inactive';

/** What a status says about its deployment, in addition to its times and outcome. */
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
  /** False: neither the source nor app-config contained the tier. */
  tierKnown?: boolean;
  /** When the deployment was requested, in epoch milliseconds. */
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
  /** The last time that it was reported as open, in epoch milliseconds. */
  openAt: number;
  /** The last time that it was reported as resolved; if that is before `openAt`, it was reported again. */
  resolvedAt?: number;
  openedBy?: string;
  resolvedBy?: string;
  demo: boolean;
  reported: Reported;
  /** The latest event that named its service; absent: `reported` did. */
  reportedService?: Reported;
}

/** The source's latest event about a record. */
export interface Reported {
  occurredAt: number;
  eventId: string;
}

export interface LinkRecord extends SourceLink {
  origin: 'explicit' | 'person';
  at: number;
}

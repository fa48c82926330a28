import { GitHubRepository } from './repository';

export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'pending'
  | 'success'
  | 'queued'
  | 'in_progress';

export interface DeploymentStatus {
  id: number;
  state: DeploymentState;
  description: string;
  environmentUrl: string;
  logUrl: string;
  createdAt: string;
}

export interface Deployment {
  id: number;
  repository: GitHubRepository;
  sha: string;
  ref: string;
  task: string;
  environment: string;
  description: string | null;
  payload: Record<string, unknown> | string;
  creator: string;
  createdAt: string;
  updatedAt: string;
  /** The oldest first. */
  statuses: DeploymentStatus[];
}

/** The deployments of all repositories. */
export class Deployments {
  readonly #createId: () => number;
  readonly #getTime: () => string;
  readonly #deployments: Deployment[] = [];

  constructor(options: { createId: () => number; getTime: () => string }) {
    this.#createId = options.createId;
    this.#getTime = options.getTime;
  }

  /** Of a repository, the newest first. */
  list(repository: GitHubRepository): Deployment[] {
    return this.#deployments
      .filter(deployment => deployment.repository === repository)
      .reverse();
  }

  create(
    settings: Omit<Deployment, 'id' | 'createdAt' | 'updatedAt' | 'statuses'>,
  ): Deployment {
    const time = this.#getTime();
    const deployment: Deployment = {
      ...settings,
      id: this.#createId(),
      createdAt: time,
      updatedAt: time,
      statuses: [],
    };
    this.#deployments.push(deployment);
    return deployment;
  }

  /** Adds a status. After a success, earlier successes of the environment become inactive. */
  addStatus(
    deployment: Deployment,
    status: { state: DeploymentState } & Partial<
      Omit<DeploymentStatus, 'id' | 'createdAt'>
    >,
  ): DeploymentStatus {
    const added: DeploymentStatus = {
      description: '',
      environmentUrl: '',
      logUrl: '',
      ...status,
      id: this.#createId(),
      createdAt: this.#getTime(),
    };
    deployment.statuses.push(added);
    deployment.updatedAt = added.createdAt;
    if (status.state === 'success') this.#deactivateOthers(deployment);
    return added;
  }

  #deactivateOthers(newest: Deployment): void {
    for (const other of this.list(newest.repository)) {
      if (
        other !== newest &&
        other.environment === newest.environment &&
        other.statuses.at(-1)?.state === 'success'
      ) {
        this.addStatus(other, { state: 'inactive' });
      }
    }
  }
}

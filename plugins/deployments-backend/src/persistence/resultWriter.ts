import type {
  ServiceEnvironmentChange,
  ServiceEnvironmentRef,
} from '../domain/model/serviceEnvironment';
import type { AddedRows } from './insertRows';
import type { DeploymentUpdate } from './repositories/deployments';

/** Writes the results of an owner's steps without locking their rows first. */
export interface ResultWriter {
  /**
   * Writes a result if the deployment has not changed since `update.before`. Resolves after the commit to the database's
   * time in epoch milliseconds, or to `undefined` if nothing was written; lock the row to find out why. Throws if the
   * database does not respond; the result may have been written then.
   */
  write(result: StoredStepResult): Promise<number | undefined>;
}

/** A step's result. */
export interface StoredStepResult {
  /** The owner's epoch. */
  epoch: number;
  update: DeploymentUpdate;
  rows: readonly AddedRows[];
  /** Present when the deployment has ended and frees its environment. */
  end?: StoredEnd;
}

export interface StoredEnd extends ServiceEnvironmentRef {
  change: ServiceEnvironmentChange;
  /** Whether the delivery metrics have to derive it again. */
  isDelivery: boolean;
}

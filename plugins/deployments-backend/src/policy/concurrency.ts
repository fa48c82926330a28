import type { ConcurrencyPolicy } from '../config/model';
import type { AdmissionFacts, OtherDeployment } from './facts';

/** What becomes of a request that finds others queued or at work in its environment. */
export type QueueDecision =
  /** `supersedes`: those queued whose place it takes. */
  | { result: 'accepted'; supersedes: string[] }
  | { result: 'refused'; message: string };

/** Asked when a deployment is requested. `queued`: all that are queued for the service in the environment. */
export function decideQueueing(
  policy: ConcurrencyPolicy,
  facts: Pick<AdmissionFacts, 'deployment' | 'environment' | 'holder'> & {
    queued: OtherDeployment[];
  },
): QueueDecision {
  throw new Error(`Not yet written (${policy} ${facts.queued.length})`);
}

import { ConflictError } from '@backstage/errors';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { Refused } from '../commands';
import type { DeploymentState } from '../state';

/** A deployment's id, for links, and its title, for people. */
export interface DeploymentReference {
  id: string;
  title: string;
}

/** An error for what the current state does not allow. Pages say it in the reader's language if it has sentences. */
export class RefusalError extends ConflictError {
  readonly sentences?: Sentence[];

  constructor({ message, sentences }: Refused) {
    super(message);
    this.sentences = sentences;
  }
}

/**
 * An error for a request that another deployment prevents. Its message names that deployment by title. Its sentences don't,
 * because pages link to it with the reference.
 */
export class DeploymentConflictError extends RefusalError {
  readonly deployment: DeploymentReference;

  constructor(refused: Refused, about: TitleFacts) {
    super(refused);
    this.deployment = { id: about.id, title: deploymentTitle(about) };
  }
}

interface TitleFacts
  extends Pick<DeploymentState, 'id' | 'kind' | 'environment'> {
  version: { name: string };
}

/** Returns a deployment's title for use in a sentence, such as "the deployment of 1.5.0 to production". */
export function deploymentTitle({
  kind,
  version: { name },
  environment,
}: TitleFacts): string {
  switch (kind) {
    case 'deploy':
      return `the deployment of ${name} to ${environment}`;
    case 'rollback':
      return `the rollback to ${name} in ${environment}`;
    case 'restart':
      return `the restart of ${name} in ${environment}`;
    case 'remove':
      return `the removal of ${name} from ${environment}`;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

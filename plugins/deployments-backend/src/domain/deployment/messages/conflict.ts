import { ConflictError } from '@backstage/errors';
import type { DeploymentState } from '../state';

/** A deployment's id, for links, and its title, for people. */
export interface DeploymentReference {
  id: string;
  title: string;
}

/**
 * Refuses a request because of another deployment. The message names that deployment by its title, and the reference
 * lets pages link to it, so nobody has to read or copy an id.
 */
export class DeploymentConflictError extends ConflictError {
  readonly deployment: DeploymentReference;

  constructor(message: string, about: TitleFacts) {
    super(message);
    this.deployment = { id: about.id, title: deploymentTitle(about) };
  }
}

interface TitleFacts
  extends Pick<DeploymentState, 'id' | 'kind' | 'environment'> {
  version: { name: string };
}

/** A deployment's title within a sentence, e.g. "the deployment of 1.5.0 to production". */
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

import { CustomErrorBase } from '@backstage/errors';
import {
  formatConfigPath,
  type ConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';

/**
 * A mistake in app-config.
 *
 * @public
 */
export interface Mistake {
  /** E.g. `deployments.goldenPaths.web-service.steps[2].use`. */
  path: string;
  /** The problem and what was expected, without the path. */
  message: string;
}

/** Collects mistakes, so that one run reports all of them. */
export interface Mistakes {
  add(path: ConfigPath, message: string): void;
  /** Adds a mistake from another collection. */
  addFound(mistake: Mistake): void;
  /** Lists the mistakes in the order in which they were found, each once. */
  list(): Mistake[];
}

export function collectMistakes(): Mistakes {
  const found = new Map<string, Mistake>();
  const addFound = (mistake: Mistake) => {
    found.set(JSON.stringify(mistake), mistake);
  };
  return {
    addFound,
    add: (path, message) => addFound({ path: formatConfigPath(path), message }),
    list: () => [...found.values()],
  };
}

/** Lists all mistakes in `deployments` of app-config. */
export class DeploymentsConfigError extends CustomErrorBase {
  override readonly name = 'DeploymentsConfigError' as const;
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const count =
      mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
    super(
      `The configuration of deployments has ${count}:\n${mistakes
        .map(({ path, message }) => `  - ${path}: ${message}`)
        .join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

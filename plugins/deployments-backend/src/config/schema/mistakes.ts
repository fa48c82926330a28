import { CustomErrorBase } from '@backstage/errors';

/** Keys and indexes from the root of app-config. */
export type ConfigPath = readonly (string | number)[];

export interface Mistake {
  /** E.g. `deployments.goldenPaths.web-service.steps[2].use`. */
  path: string;
  /** The problem and what was expected, without the path. */
  message: string;
}

/** Collects mistakes, so that one run reports all of them. */
export interface Mistakes {
  add(path: ConfigPath, message: string): void;
  /** Lists the mistakes in the order in which they were found, each once. */
  list(): Mistake[];
}

export function collectMistakes(): Mistakes {
  const found = new Map<string, Mistake>();
  return {
    add(path, message) {
      const mistake = { path: formatPath(path), message };
      found.set(JSON.stringify(mistake), mistake);
    },
    list: () => [...found.values()],
  };
}

/** Formats a path. Keys that aren't plain words are quoted: `deployments.services["component:default/checkout"]`. */
function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') {
      return `${text}[${part}]`;
    }
    if (!/^[$]?[\w-]+$/.test(part)) {
      return `${text}[${JSON.stringify(part)}]`;
    }
    return text === '' ? part : `${text}.${part}`;
  }, '');
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

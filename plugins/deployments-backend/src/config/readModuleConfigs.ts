import {
  ConfigError,
  formatConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { DeploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { Mistake } from './schema/mistakes';

/** Reads the sections of modules, and collects what is wrong with them. */
export interface ModuleConfigs
  extends Pick<DeploymentsExtensionPoint, 'readConfig'> {
  mistakes: readonly Mistake[];
}

interface ReadOptions {
  /** Ignore what the configuration names and this machine lacks. */
  lax?: boolean;
  /** Whether the value at a path is unknown here, so that what is wrong with it is ignored. */
  isUnknown?: (path: string) => boolean;
}

export function readModuleConfigs({
  lax = false,
  isUnknown = () => false,
}: ReadOptions = {}): ModuleConfigs {
  const mistakes: Mistake[] = [];
  return {
    mistakes,
    readConfig(read) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        mistakes.push(
          ...[...error.mistakes, ...(lax ? [] : error.missingHere)]
            .map(({ path, message }) => ({
              path: formatConfigPath(path, error.root),
              message,
            }))
            .filter(({ path }) => !isUnknown(path)),
        );
        return undefined;
      }
    },
  };
}

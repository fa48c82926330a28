import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '@backstage/config';
import { loadConfig } from './loadConfig';
import { loadInstalledProviders } from './loadInstalledProviders';
import { DeploymentsConfigError } from '../config/schema/mistakes';
import { readDeploymentsModel } from '../config/readDeploymentsModel';
import type { Mistake } from '../config/schema/mistakes';
import type { UnloadedModule } from './loadInstalledProviders';
import type { CliOutput } from './cliOutput';

export type { CliOutput, Mistake, UnloadedModule };

const USAGE = `Usage: slipway-validate-config [options]

Reads the "deployments" section of app-config, with the sections of the installed modules, as the portal does when it
starts, and lists all mistakes.
Exits with 0 if there are none, 1 if there are some, 2 if it could not read the configuration.

Options:
  --config <path>     A config file. Can be repeated; later files win. Default: app-config.yaml, app-config.local.yaml
  --root <path>       The Backstage repository. Default: the current folder
  --module <package>  A backend module whose targets, checks and step kinds can be used. Can be repeated.
                      Default: the deployments modules that packages/backend depends on
  --lax               Accept environment variables and files that are missing here, e.g. for pull requests, which have no
                      secrets
  --format <format>   text or json. Default: text
  --help              Show this text`;

/**
 * The output of `slipway-validate-config --format json`. Members may be added.
 *
 * @public
 */
export interface ValidationReport {
  /** Whether the portal would start with this configuration. */
  valid: boolean;
  /** All mistakes, in the order in which they were found. */
  mistakes: readonly Mistake[];
  /** Names from the configuration; empty if there are mistakes. */
  environments: string[];
  /** Names from the configuration; empty if there are mistakes. */
  goldenPaths: string[];
  /** Modules that could not be loaded. Their providers count as unknown. */
  unloadedModules: UnloadedModule[];
}

/**
 * Runs the command and sets the process's exit code.
 *
 * @public
 */
export function main(args: string[]): void {
  runValidateConfig(args, process.env.INIT_CWD ?? process.cwd(), {
    // eslint-disable-next-line no-console
    print: text => console.log(text),
    // eslint-disable-next-line no-console
    printError: text => console.error(text),
  }).then(
    code => {
      // Exits explicitly, because providers may keep timers running.
      process.exit(code);
    },
    error => {
      // eslint-disable-next-line no-console
      console.error(error instanceof Error ? error.message : error);
      process.exit(2);
    },
  );
}

/**
 * Runs the command and resolves to its exit code. Rejects if it could not read the configuration.
 *
 * @public
 */
export async function runValidateConfig(
  args: string[],
  cwd: string,
  { print, printError }: CliOutput,
): Promise<0 | 1> {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string', multiple: true, default: [] },
      root: { type: 'string', default: cwd },
      module: { type: 'string', multiple: true, default: [] },
      lax: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  if (values.format !== 'text' && values.format !== 'json') {
    throw new Error(`Unknown format "${values.format}"; expected text or json`);
  }
  const files = values.config.map(path => resolve(cwd, path));
  const root = resolve(cwd, values.root);
  const config = await loadConfig(files, root, values.lax);
  const installed = await loadInstalledProviders(root, values.module, {
    config,
    lax: values.lax,
  });
  const report = validate(config, installed);
  if (values.format === 'json') {
    print(JSON.stringify(report, undefined, 2));
  } else {
    const text = describe(report);
    (report.valid ? print : printError)(text);
  }
  return report.valid ? 0 : 1;
}

function validate(
  config: Config,
  {
    registry,
    mistakes,
    unloaded: unloadedModules,
  }: Awaited<ReturnType<typeof loadInstalledProviders>>,
): ValidationReport {
  try {
    const model = readDeploymentsModel(config, registry, mistakes);
    return {
      valid: true,
      mistakes: [],
      environments: model.environments.map(({ name }) => name),
      goldenPaths: model.goldenPaths.map(({ name }) => name),
      unloadedModules,
    };
  } catch (error) {
    if (!(error instanceof DeploymentsConfigError)) {
      throw error;
    }
    return {
      valid: false,
      mistakes: error.mistakes,
      environments: [],
      goldenPaths: [],
      unloadedModules,
    };
  }
}

function describe(report: ValidationReport): string {
  const notes = report.unloadedModules.map(
    ({ name, reason }) =>
      `Note: the module ${name} could not be loaded (${reason}), so its providers count as unknown.`,
  );
  const list = (names: string[]) => names.join(', ') || 'none';
  return [
    report.valid
      ? `No mistakes. Environments: ${list(
          report.environments,
        )}. Golden paths: ${list(report.goldenPaths)}.`
      : new DeploymentsConfigError(report.mistakes).message,
    ...notes,
  ].join('\n');
}

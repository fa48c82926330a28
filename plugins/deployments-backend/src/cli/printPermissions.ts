import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { JsonObject } from '@backstage/types';
import { readDeploymentsModel } from '../config/readDeploymentsModel';
import { normalRef } from '../config/schema/refs';
import type {
  DeploymentsModel,
  ServiceSettings,
} from '../domain/model/deploymentsModel';
import { loadConfig } from './loadConfig';
import { loadInstalledProviders } from './loadInstalledProviders';
import type { CliOutput } from './cliOutput';

export type { CliOutput };

const USAGE = `Usage: slipway-permissions <environment> [options]

Prints the permissions that the target of an environment needs, and the provider that observes it, as the platform's own
tool reads them.
For Kubernetes: slipway-permissions production | kubectl apply -f -

Options:
  --service <ref>        Uses the settings that this service has of its own in the environment, as app-config says
  --setting <key=value>  Replaces a setting of the target, e.g. one with {{ … }}. Can be repeated
  --config <path>        A config file. Can be repeated; later files win. Default: app-config.yaml, app-config.local.yaml
  --root <path>          The Backstage repository. Default: the current folder
  --module <package>     A backend module with targets. Can be repeated.
                         Default: the deployments modules that packages/backend depends on
  --help                 Show this text`;

/**
 * Runs the command and sets the process's exit code.
 *
 * @public
 */
export function main(args: string[]): void {
  printPermissions(args, process.env.INIT_CWD ?? process.cwd(), {
    // eslint-disable-next-line no-console
    print: text => console.log(text),
    // eslint-disable-next-line no-console
    printError: text => console.error(text),
  }).then(
    () => {
      // Exits explicitly, because providers may keep timers running.
      process.exit(0);
    },
    error => {
      // eslint-disable-next-line no-console
      console.error(error instanceof Error ? error.message : error);
      process.exit(2);
    },
  );
}

/**
 * Runs the command. Rejects with a sentence if there is nothing to print.
 *
 * @public
 */
export async function printPermissions(
  args: string[],
  cwd: string,
  { print, printError }: CliOutput,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      service: { type: 'string' },
      setting: { type: 'string', multiple: true, default: [] },
      config: { type: 'string', multiple: true, default: [] },
      root: { type: 'string', default: cwd },
      module: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    print(USAGE);
    return;
  }
  const root = resolve(cwd, values.root);
  const files = values.config.map(path => resolve(cwd, path));
  // Permissions don't depend on secrets.
  const config = await loadConfig(files, root, true);
  const { registry, unloaded } = await loadInstalledProviders(
    root,
    values.module,
  );
  unloaded.forEach(module =>
    printError(
      `Note: the module ${module.name} could not be loaded (${module.reason}).`,
    ),
  );
  const { environments, services } = readDeploymentsModel(config, registry);
  const environment = environments.find(it => it.name === name);
  if (!environment) {
    throw new Error(
      `There is no environment "${name}". Known: ${environments
        .map(it => it.name)
        .join(', ')}`,
    );
  }
  const own = findOwnSettings(services, name, values.service);
  const overridden = readSettings(values.setting);
  const described = [
    { ...environment.target, own: own?.target, purpose: 'deploy' as const },
    ...(environment.observe
      ? [
          {
            ...environment.observe,
            own: own?.observe,
            purpose: 'observe' as const,
          },
        ]
      : []),
  ].flatMap(({ provider, settings, own: overrides, purpose }) => {
    const target = registry.targets.get(provider);
    return target?.describePermissions
      ? [
          target.describePermissions(
            requireNoTemplate({ ...settings, ...overrides, ...overridden }),
            purpose,
          ).text,
        ]
      : [];
  });
  if (described.length === 0) {
    throw new Error(
      `The target ${environment.target.provider} of ${name} doesn't say which permissions it needs`,
    );
  }
  print(described.map(text => text.trimEnd()).join('\n---\n'));
}

/** Finds what app-config says about a service in an environment; `undefined` without a service. */
function findOwnSettings(
  services: DeploymentsModel['services'],
  environment: string,
  service: string | undefined,
): ServiceSettings | undefined {
  if (service === undefined) return undefined;
  const ref = normalRef(service, 'component');
  const own = ref === undefined ? undefined : services[ref]?.[environment];
  if (own) return own;
  throw new Error(
    `app-config has no settings of its own for "${service}" in ${environment}. Known: ${
      Object.keys(services)
        .filter(known => services[known]?.[environment])
        .join(', ') || 'none'
    }`,
  );
}

/** Throws if a setting is different for each service. */
function requireNoTemplate(settings: JsonObject): JsonObject {
  const template = Object.entries(settings).find(
    ([, value]) => typeof value === 'string' && value.includes('{{'),
  );
  if (template) {
    throw new Error(
      `${template[0]} is different for each service (${template[1]}): choose one with --setting ${template[0]}=…`,
    );
  }
  return settings;
}

function readSettings(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
      if (key === undefined || value === undefined) {
        throw new Error(`"${pair}" is not key=value`);
      }
      return [key, value];
    }),
  );
}

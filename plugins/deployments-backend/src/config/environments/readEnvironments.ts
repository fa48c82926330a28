import { z } from 'zod';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import { duration } from '../schema/durations';
import { findCycles } from '../../domain/model/graph';
import { readApprovals } from './readApprovals';
import { readContacts } from './readContacts';
import { readDeploymentWindows } from './readDeploymentWindows';
import { readLinks } from './readLinks';
import { readStartConditions } from './readStartConditions';
import {
  addCaseTwins,
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import type { Mistakes } from '../schema/mistakes';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';
import {
  checkSettingTemplates,
  renderExample,
} from '../schema/settingTemplates';

export const TIERS = [
  'production',
  'staging',
  'testing',
  'development',
  'other',
] as const;

const environmentShape = z.strictObject({
  title: z.string().min(1).optional(),
  description: z.string().optional(),
  tier: z.enum(TIERS).default('other'),
  order: z.number().int().optional(),
  target: z.looseObject({ provider: z.string() }),
  observe: z.looseObject({ provider: z.string() }).optional(),
  annotations: z.array(z.string().min(1)).default([]),
  promotesFrom: z
    .strictObject({
      environment: z.string(),
      soak: duration.default(0),
      allowRecorded: z.boolean().default(false),
    })
    .optional(),
  approvals: z.unknown().optional(),
  contacts: z.unknown().optional(),
  links: z.unknown().optional(),
  windows: z.unknown().optional(),
  startConditions: z.unknown().optional(),
  concurrency: z
    .enum(['queue', 'supersede', 'refuse', 'replace'])
    .default('queue'),
});

type Unordered = Omit<EnvironmentModel, 'order'> & { order?: number };

/** Reads the section `environments`, in promotion order. Invalid environments are reported and left out. */
export function readEnvironments(
  value: unknown,
  path: ConfigPath,
  { secrets }: { secrets: readonly string[] },
  registry: ProviderRegistry,
  mistakes: Mistakes,
): EnvironmentModel[] {
  const entries = readRecord(value, path, mistakes, checkName);
  const names = entries.map(([name]) => name);
  addCaseTwins(names, path, mistakes);
  const environments = entries.flatMap(([name, raw]) => {
    const environment = readEnvironment(
      name,
      raw,
      { path: [...path, name], names, secrets },
      registry,
      mistakes,
    );
    return environment ? [environment] : [];
  });
  const source = (name: string) => {
    const from = environments.find(it => it.name === name)?.promotesFrom;
    return from && names.includes(from.environment) ? [from.environment] : [];
  };
  const cycles = findCycles(names, source);
  for (const cycle of cycles) {
    mistakes.add(
      [...path, cycle[0], 'promotesFrom'],
      `is circular: ${[...cycle, cycle[0]].join(' promotes from ')}`,
    );
  }
  return cycles.length > 0
    ? environments.map((it, order) => ({ ...it, order }))
    : inPromotionOrder(environments);
}

function readEnvironment(
  name: string,
  raw: unknown,
  {
    path,
    names,
    secrets,
  }: {
    path: ConfigPath;
    names: readonly string[];
    secrets: readonly string[];
  },
  registry: ProviderRegistry,
  mistakes: Mistakes,
): Unordered | undefined {
  const read = readShape(
    environmentShape,
    isRecord(raw) ? withoutNulls(raw) : raw,
    path,
    mistakes,
  );
  if (!read) {
    return undefined;
  }
  const readProvider = (
    { provider, ...settings }: { provider: string },
    here: ConfigPath,
  ) => {
    const target = registry.targets.get(provider);
    if (!target) {
      mistakes.add(
        [...here, 'provider'],
        `unknown target "${provider}"${didYouMean(provider, [
          ...registry.targets.keys(),
        ])}`,
      );
    } else {
      checkSettings(
        target,
        settings as JsonObject,
        { name, tier: read.tier },
        here,
        mistakes,
      );
    }
    return { provider, settings: settings as JsonObject };
  };
  const target = readProvider(read.target, [...path, 'target']);
  const observe =
    read.observe && readProvider(read.observe, [...path, 'observe']);
  const { promotesFrom } = read;
  if (promotesFrom && !names.includes(promotesFrom.environment)) {
    mistakes.add(
      [...path, 'promotesFrom', 'environment'],
      `unknown environment "${promotesFrom.environment}"${didYouMean(
        promotesFrom.environment,
        names,
      )}`,
    );
  }
  return {
    name,
    title: read.title ?? formatTitle(name),
    ...(read.description !== undefined && { description: read.description }),
    tier: read.tier,
    order: read.order,
    target,
    ...(observe && { observe }),
    annotations: read.annotations,
    ...(promotesFrom && {
      promotesFrom: {
        environment: promotesFrom.environment,
        soakMs: promotesFrom.soak,
        ...(promotesFrom.allowRecorded && { allowRecorded: true }),
      },
    }),
    ...readApprovals(read.approvals, [...path, 'approvals'], mistakes),
    ...(read.contacts !== undefined && {
      contacts: readContacts(read.contacts, [...path, 'contacts'], mistakes),
    }),
    windows: readDeploymentWindows(
      read.windows,
      [...path, 'windows'],
      mistakes,
    ),
    links: readLinks(read.links, [...path, 'links'], mistakes),
    startConditions: readStartConditions(
      read.startConditions,
      [...path, 'startConditions'],
      { secrets },
      registry,
      mistakes,
    ),
    concurrency: read.concurrency,
  };
}

/**
 * Adds the mistakes in a target's settings: unknown names in `{{ … }}`, and what the target finds wrong with examples filled
 * in. What depends on an annotation is validated for each service.
 */
export function checkSettings(
  target: DeploymentTarget,
  settings: JsonObject,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
  path: ConfigPath,
  mistakes: Mistakes,
): void {
  checkSettingTemplates(settings, path, mistakes);
  const example = renderExample(settings, environment);
  for (const wrong of target.validateSettings(example.settings)) {
    if (!example.undecided.some(key => isAbout(wrong, key))) {
      mistakes.add(path, wrong);
    }
  }
}

/** Whether a target's sentence is about a setting: these sentences start with the key. */
function isAbout(sentence: string, key: string): boolean {
  const start = sentence.replace(/^\W/, '');
  return start.startsWith(key) && !/^\w/.test(start.slice(key.length));
}

/** Sorts environments after those that they promote from, and otherwise by `order`, then by name. */
function inPromotionOrder(environments: Unordered[]): EnvironmentModel[] {
  const rest = [...environments].sort(
    (a, b) =>
      (a.order ?? Number.MAX_SAFE_INTEGER) -
        (b.order ?? Number.MAX_SAFE_INTEGER) || (a.name < b.name ? -1 : 1),
  );
  const placed: EnvironmentModel[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(
      ({ promotesFrom }) =>
        !promotesFrom ||
        !rest.some(({ name }) => name === promotesFrom.environment),
    );
    const [environment] = rest.splice(Math.max(0, next), 1);
    placed.push({ ...environment, order: placed.length });
  }
  return placed;
}

/** Derives the default title from a name, such as `Production us` from `production-us`. */
export function formatTitle(name: string): string {
  const text = name.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

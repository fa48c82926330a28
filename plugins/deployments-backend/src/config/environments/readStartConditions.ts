import { z } from 'zod';
import type { JsonObject } from '@backstage/types';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { StartConditionModel } from '../../domain/model/deploymentsModel';
import { listTemplateUses } from '../schema/listTemplateUses';
import type { Mistakes } from '../schema/mistakes';
import type { ProviderRegistry } from '../schema/providerRegistry';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import { START_CONDITION_TEMPLATE_NAMES } from '../schema/vocabulary';

const COMMON_KEYS = ['provider'];

/** Reads `startConditions` of an environment, keyed by name. Invalid conditions are reported and left out. */
export function readStartConditions(
  value: unknown,
  path: ConfigPath,
  known: { secrets: readonly string[] },
  registry: Pick<ProviderRegistry, 'startConditionProviders'>,
  mistakes: Mistakes,
): StartConditionModel[] {
  const names = [
    ...START_CONDITION_TEMPLATE_NAMES,
    ...known.secrets.map(name => `secrets.${name}`),
  ];
  return readRecord(value, path, mistakes, checkName).flatMap(([name, raw]) => {
    const here = [...path, name];
    for (const use of listTemplateUses(raw, here, mistakes)) {
      if (!names.includes(use.name)) {
        mistakes.add(
          use.path,
          `unknown name {{ ${use.name} }}${
            use.name.startsWith('secrets.')
              ? ' (secrets are declared under deployments.secrets)'
              : ''
          }${didYouMean(use.name, names)}`,
        );
      }
    }
    const condition = readStartCondition(raw, here, registry, mistakes);
    return condition ? [{ name, ...condition }] : [];
  });
}

function readStartCondition(
  raw: unknown,
  path: ConfigPath,
  {
    startConditionProviders,
  }: Pick<ProviderRegistry, 'startConditionProviders'>,
  mistakes: Mistakes,
): Omit<StartConditionModel, 'name'> | undefined {
  const read = readShape(
    z.looseObject({ provider: z.string() }),
    isRecord(raw) ? withoutNulls(raw) : raw,
    path,
    mistakes,
  );
  if (!read) {
    return undefined;
  }
  const { provider: id, ...own } = read;
  const provider = startConditionProviders.get(id);
  if (!provider) {
    mistakes.add(
      [...path, 'provider'],
      `unknown start condition provider "${id}"${didYouMean(id, [
        ...startConditionProviders.keys(),
      ])}`,
    );
    return undefined;
  }
  const settings = readShape(provider.schema, own, path, mistakes, COMMON_KEYS);
  return settings === undefined
    ? undefined
    : { provider: id, with: own as JsonObject };
}

import type {
  Environment,
  GoldenPath,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../domain/model/caller';
import { readablePredicate } from '../../access/readableEnvironments';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';
import { toGoldenPathView } from './goldenPathView';
import type { ApiContext } from '../../access/apiContext';
import { requireSomeReading } from '../../access/guard';

/** Environments in which the caller could read some service, in promotion order. */
export async function listEnvironments(
  api: ApiContext,
  caller: Caller,
): Promise<Environment[]> {
  const grant = await requireSomeReading(api, caller);
  return api.model.environments
    .filter(environment => readablePredicate(grant, [environment]) !== false)
    .map(environment => toEnvironmentView(environment, api.providers));
}

export async function listGoldenPaths(
  api: ApiContext,
  caller: Caller,
): Promise<GoldenPath[]> {
  await requireSomeReading(api, caller);
  return api.model.goldenPaths.map(path =>
    toGoldenPathView(path, api.model, api.providers),
  );
}

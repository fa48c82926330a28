import type {
  Environment,
  GoldenPath,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import { buildReadablePredicate } from '../../access/catalogPredicates';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';
import { toGoldenPathView } from './goldenPathView';
import type { ApiContext } from '../../access/apiContext';
import { requestReadGrant } from '../../access/authorize';

/** Lists the environments in which the caller may read at least some services, in promotion order. */
export async function listEnvironments(
  api: ApiContext,
  caller: Caller,
): Promise<Environment[]> {
  const grant = await requestReadGrant(api, caller);
  return api.model.environments
    .filter(
      environment => buildReadablePredicate(grant, [environment]) !== false,
    )
    .map(environment => toEnvironmentView(environment, api.providers));
}

export async function listGoldenPaths(
  api: ApiContext,
  caller: Caller,
): Promise<GoldenPath[]> {
  await requestReadGrant(api, caller);
  return api.model.goldenPaths.map(path =>
    toGoldenPathView(path, api.model, api.providers),
  );
}

import type { JsonObject } from '@backstage/types';
import type { Snapshot } from '../../../domain/deployment/snapshot';
import type { DeploymentState } from '../../../domain/deployment/state';
import { findChangedSettings } from './findChangedSettings';

const BASELINE = { id: 'v1', name: '1.4.1', artifact: 'img@1.4.1' };
const STATE = {
  service: 'component:default/checkout',
  environment: 'production',
  requestedAt: 1_000,
  startedAt: 2_000,
} as DeploymentState;

const snapshot = (settings: JsonObject, provider = 'local') =>
  ({ target: { provider, settings }, baseline: BASELINE } as Snapshot);

/** Finds what changed since a deployment with the given snapshot. */
async function find(before: Snapshot | undefined, after: Snapshot) {
  const findLatest = jest.fn(
    async () => before && ({ snapshot: before } as DeploymentState),
  );
  const changed = await findChangedSettings({ findLatest }, after, STATE);
  expect(findLatest).toHaveBeenCalledWith(
    { service: STATE.service, environment: STATE.environment },
    BASELINE.artifact,
    STATE.startedAt,
  );
  return changed;
}

it('names the settings that differ from those of the baseline, without their values', async () => {
  expect(
    await find(
      snapshot({ env: { LEVEL: 'info', PORT: '1' }, old: 1, list: [1] }),
      snapshot({ env: { LEVEL: 'debug', PORT: '1' }, image: 'x', list: [1] }),
    ),
  ).toEqual(['env.LEVEL', 'image', 'old']);
});

it('finds no changes between equal settings', async () => {
  expect(await find(snapshot({ port: 1 }), snapshot({ port: 1 }))).toEqual([]);
});

it.each([
  ['the deployment of the baseline is unknown', undefined],
  ['it had another target', snapshot({ port: 1 }, 'kubernetes')],
])('does not know the changes if %s', async (_, before) => {
  expect(await find(before, snapshot({ port: 2 }))).toBeUndefined();
});

import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { CheckModel } from '../domain/model/deploymentsModel';
import type { DeploymentState } from '../domain/deployment/state';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import type { Database } from '../persistence/database';
import { saveFailureSample } from '../persistence/repositories/failureSamples';
import type { NewMeasurement } from '../persistence/repositories/measurements';
import { sampleFailures } from './sampleFailures';

/** Samples and stores why the candidate's failing checks fail, while it still runs. */
export async function storeFailureSamples(
  {
    database,
    targets,
    renderer,
  }: {
    database: Database;
    targets: ReadonlyMap<string, DeploymentTarget>;
    renderer: Pick<Renderer, 'redact'>;
  },
  { id, service, snapshot }: DeploymentState,
  checks: readonly CheckModel[],
  measured: readonly NewMeasurement[],
  request: {
    startedAt: number;
    now: number;
    measurementTargets: { candidate?: Instance };
    settings?: JsonObject;
    signal: AbortSignal;
  },
): Promise<void> {
  const { candidate } = request.measurementTargets;
  if (!snapshot || !candidate) return;
  for (const { check, outcome, measurementTarget, ...at } of measured) {
    const model = checks.find(({ name }) => name === check);
    if (outcome !== 'failed' || measurementTarget !== 'candidate' || !model) {
      continue;
    }
    const sample = await sampleFailures(
      targets.get(snapshot.target.provider),
      {
        service,
        environment: snapshot.environment,
        settings: request.settings ?? snapshot.target.settings,
        deploymentId: id,
        candidate,
        from: Math.max(request.startedAt, request.now - model.windowMs),
        // The end is not included.
        to: request.now + 1,
        signal: request.signal,
      },
      renderer.redact,
    );
    if (sample) {
      await saveFailureSample(database.knex, id, {
        ...sample,
        stepId: at.stepId,
        attempt: at.attempt,
        check,
        at: at.atMs,
      });
    }
  }
}

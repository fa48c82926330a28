import type { ApiContext } from '../../access/apiContext';
import type { Service } from '../../access/catalogServices';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { LiveFigures, Measured } from '../../targets/liveFigures';

/** The running version is measured from when it took over, and alone: earlier and parallel versions must not count. */
export function toMeasured(
  row: ServiceEnvironmentRow | undefined,
): Measured | undefined {
  return (
    row?.current && {
      artifact: row.current.version.artifact,
      since: row.current.since,
    }
  );
}

/** Reads the last figures of the running version, for views that don't call its target. */
export async function readLastFigures(
  api: Pick<ApiContext, 'live'>,
  service: Service,
  environment: EnvironmentModel,
  row: ServiceEnvironmentRow | undefined,
): Promise<LiveFigures | undefined | 'pending'> {
  const measured = toMeasured(row);
  return (
    measured &&
    api.live.recallFigures(service.ref, service.entity, environment, measured)
  );
}

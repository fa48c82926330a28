import type { DeploymentProjection } from '../projections';
import { deriveService } from '../deriveService';
import type { ServiceRecords } from '../sourceRecords';
import { DAY, atOnce, records } from './sourceRecordBuilders';

/** Derives with an incident window of one day. */
export const derive = (more: Partial<ServiceRecords>) =>
  atOnce(deriveService(records(more), { incidentWindowMs: DAY }));

export function classified(
  more: Partial<ServiceRecords>,
  id: string,
): DeploymentProjection {
  const found = derive(more).deployments.find(d => d.id === id);
  if (!found) throw new Error(`No deployment ${id}`);
  return found;
}

import type { DerivedDeployment } from '../projections';
import { deriveService } from '../deriveService';
import type { ServiceFacts } from '../sourceRecords';
import { DAY, atOnce, facts } from './sourceRecordBuilders';

/** With an incident window of a day. */
export const derive = (more: Partial<ServiceFacts>) =>
  atOnce(deriveService(facts(more), { incidentWindowMs: DAY }));

export function judged(
  more: Partial<ServiceFacts>,
  id: string,
): DerivedDeployment {
  const found = derive(more).deployments.find(d => d.id === id);
  if (!found) throw new Error(`No deployment ${id}`);
  return found;
}

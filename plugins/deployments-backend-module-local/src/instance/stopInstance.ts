import type { ProcessRecord } from '../state/serviceEnvironmentState';
import { stopGroup } from '../process/processGroup';
import { readProcessIdentity } from '../process/processIdentity';
import { findTagged } from '../process/processTag';

/**
 * Ends everything that runs for an instance: its process group, and descendants that left the group but carry the tag.
 * Never signals a pid that has become somebody else's.
 */
export async function stopInstance(options: {
  dataDir: string;
  instanceId: string;
  process?: ProcessRecord;
  graceMs: number;
}): Promise<void> {
  const { dataDir, instanceId, process: record, graceMs } = options;
  if (record && (await readProcessIdentity(record.pid)) === record.identity) {
    await stopGroup(record.pid, graceMs);
  }
  const left = (await findTagged(dataDir)).filter(
    tagged => tagged.instance === instanceId,
  );
  const groups = new Set(left.map(tagged => tagged.group));
  await Promise.all([...groups].map(group => stopGroup(group, graceMs)));
}

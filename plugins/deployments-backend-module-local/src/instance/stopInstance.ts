import type { ProcessRecord } from '../state/serviceEnvironmentState';
import { stopGroup } from '../process/processGroup';
import { readProcessIdentity } from '../process/processIdentity';
import { findTaggedProcesses } from '../process/processTag';

/**
 * Stops all processes of an instance: its process group, and descendants that left the group but have the tag. Never
 * signals a pid that another process has since been given.
 *
 * @throws Error if a process is still running after SIGKILL.
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
  const left = (await findTaggedProcesses(dataDir)).filter(
    tagged => tagged.instance === instanceId,
  );
  const groups = new Set(left.map(tagged => tagged.group));
  await Promise.all([...groups].map(group => stopGroup(group, graceMs)));
}

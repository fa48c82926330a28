import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { ClusterDescription } from '../cluster/clusterDescription';

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // The process has ended meanwhile, or is a thread of the kernel.
    return undefined;
  }
}

/** Identifies a process' network namespace, e.g. `net:[4026532281]`. */
export function readNetworkNamespace(pid: number | string): string {
  return readlinkSync(`/proc/${pid}/ns/net`);
}

/** Lists what of a cluster is still on this machine: processes, mounts, its network namespace, control groups, files. */
export function findLeftovers(
  { id, folder }: ClusterDescription,
  networkNamespace: string,
): string[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  const processes = pids.flatMap(pid => {
    const command = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    const fields = command?.replaceAll('\0', ' ') ?? '';
    const isOurs =
      fields.includes(folder) ||
      tryRead(() => readNetworkNamespace(pid)) === networkNamespace;
    return isOurs ? [`process ${pid}: ${fields}`] : [];
  });
  const inode = networkNamespace.match(/\d+/)?.[0] ?? '';
  const mounts = pids.flatMap(pid => {
    const lines =
      tryRead(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8')) ?? '';
    return lines
      .split('\n')
      .filter(line => line.includes(folder) || line.includes(`net:[${inode}]`))
      .map(line => `mount of process ${pid}: ${line}`);
  });
  const groups = execFileSync('find', ['/sys/fs/cgroup', '-name', id], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean);
  const files = [folder].filter(path => existsSync(path));
  return [...processes, ...mounts, ...groups, ...files];
}

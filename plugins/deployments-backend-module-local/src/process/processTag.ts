import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { HAS_PROC, readProcStat } from './processIdentity';

const run = promisify(execFile);

const INSTANCE = 'SLIPWAY_INSTANCE';
/** Processes of earlier releases have this name, so it must not change. */
const SERVICE_ENVIRONMENT = 'SLIPWAY_PLACE';
const DATA_DIR = 'SLIPWAY_LOCAL_DATA_DIR';

/** Environment variables that identify a process and its descendants as ours, even after a restart of the backend. */
export interface ProcessTag {
  instance: string;
  /** Slug of the service environment. */
  slug: string;
  /** Several portals may run on one machine: each only signals processes of its own data directory. */
  dataDir: string;
}

export interface TaggedProcess extends ProcessTag {
  pid: number;
  group: number;
}

export function toTagVariables(tag: ProcessTag): Record<string, string> {
  return {
    [INSTANCE]: tag.instance,
    [SERVICE_ENVIRONMENT]: tag.slug,
    [DATA_DIR]: tag.dataDir,
  };
}

/** Finds all running processes with the tag of this data directory. */
export async function findTaggedProcesses(
  dataDir: string,
): Promise<TaggedProcess[]> {
  return HAS_PROC ? findInProc(dataDir) : findWithPs(dataDir);
}

function findInProc(dataDir: string): TaggedProcess[] {
  const found: TaggedProcess[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    let environment: string;
    try {
      environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    } catch {
      continue; // It has exited, or belongs to another user.
    }
    if (!environment.includes(DATA_DIR)) continue;
    const variables = new Map(
      environment.split('\0').map(entry => {
        const at = entry.indexOf('=');
        return [entry.slice(0, at), entry.slice(at + 1)] as const;
      }),
    );
    const instance = variables.get(INSTANCE);
    const slug = variables.get(SERVICE_ENVIRONMENT);
    if (variables.get(DATA_DIR) !== dataDir || !instance || !slug) continue;
    const stat = readProcStat(pid);
    if (!stat || stat.state === 'Z' || stat.state === 'X') continue;
    found.push({ pid, group: stat.group, instance, slug, dataDir });
  }
  return found;
}

/** On systems without /proc (macOS): `ps` shows the environment of the user's processes after the command. */
async function findWithPs(dataDir: string): Promise<TaggedProcess[]> {
  const { stdout } = await run(
    'ps',
    ['-A', '-E', '-ww', '-o', 'pid=,pgid=,command='],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const found: TaggedProcess[] = [];
  for (const line of stdout.split('\n')) {
    const [, pid, group, rest = ''] =
      /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!rest.includes(`${DATA_DIR}=${dataDir}`)) continue;
    const instance = new RegExp(`${INSTANCE}=(\\S+)`).exec(rest)?.[1];
    const slug = new RegExp(`${SERVICE_ENVIRONMENT}=(\\S+)`).exec(rest)?.[1];
    if (!instance || !slug) continue;
    found.push({
      pid: Number(pid),
      group: Number(group),
      instance,
      slug,
      dataDir,
    });
  }
  return found;
}

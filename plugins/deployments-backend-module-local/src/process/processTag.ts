import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { HAS_PROC, readProcStat } from './processIdentity';

const run = promisify(execFile);

const INSTANCE = 'SLIPWAY_INSTANCE';
const PLACE = 'SLIPWAY_PLACE';
const DATA_DIR = 'SLIPWAY_LOCAL_DATA_DIR';

/** Marks a process and all its descendants as ours, in a way that survives us. */
export interface ProcessTag {
  instance: string;
  place: string;
  /** Two portals may run on one machine: each only ever touches processes of its own data directory. */
  dataDir: string;
}

export interface TaggedProcess extends ProcessTag {
  pid: number;
  group: number;
}

export function tagEnvironment(tag: ProcessTag): Record<string, string> {
  return {
    [INSTANCE]: tag.instance,
    [PLACE]: tag.place,
    [DATA_DIR]: tag.dataDir,
  };
}

/** All running processes that carry the tag of this data directory. */
export async function findTagged(dataDir: string): Promise<TaggedProcess[]> {
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
      continue; // gone meanwhile, or another user's
    }
    if (!environment.includes(DATA_DIR)) continue;
    const variables = new Map(
      environment.split('\0').map(entry => {
        const at = entry.indexOf('=');
        return [entry.slice(0, at), entry.slice(at + 1)] as const;
      }),
    );
    const instance = variables.get(INSTANCE);
    const place = variables.get(PLACE);
    if (variables.get(DATA_DIR) !== dataDir || !instance || !place) continue;
    const stat = readProcStat(pid);
    if (!stat || stat.state === 'Z' || stat.state === 'X') continue;
    found.push({ pid, group: stat.group, instance, place, dataDir });
  }
  return found;
}

/** Where there is no /proc (macOS): `ps` shows the environment of one's own processes behind the command. */
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
    const place = new RegExp(`${PLACE}=(\\S+)`).exec(rest)?.[1];
    if (!instance || !place) continue;
    found.push({
      pid: Number(pid),
      group: Number(group),
      instance,
      place,
      dataDir,
    });
  }
  return found;
}

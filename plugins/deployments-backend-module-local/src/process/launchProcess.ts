import { spawn } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import type { RunSpec } from '../config/declaredServices';
import { readProcessIdentity } from './processIdentity';
import type { InstanceLogs } from './logFiles';
import { watchAdopted, watchChild, type WatchedProcess } from './watchedProcess';
import { tagEnvironment, type ProcessTag } from './processTag';

/** What of the backend's own environment a service gets to see. Everything else may be a secret of the portal. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'SHELL',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'NODE_EXTRA_CA_CERTS',
];

export interface LaunchRequest {
  spec: RunSpec;
  /** Of the place; wins over the version's and the service's. */
  env: Readonly<Record<string, string>>;
  tag: ProcessTag;
  host: string;
  port: number;
  logs: InstanceLogs;
}

export type LaunchResult =
  | { result: 'started'; process: WatchedProcess }
  | { result: 'failed'; code: string; message: string };

/** `{{ port }}` and `{{ host }}` in a command, for programs that do not read the variables. */
function fill(text: string, values: { port: number; host: string }): string {
  return text
    .replace(/\{\{\s*port\s*\}\}/g, String(values.port))
    .replace(/\{\{\s*host\s*\}\}/g, values.host);
}

/**
 * Starts a program in a process group of its own, cut loose from us: it keeps running, and keeps writing its log files,
 * when the backend dies.
 */
export async function launch(request: LaunchRequest): Promise<LaunchResult> {
  const { spec, tag, host, port, logs } = request;
  const [program = '', ...args] = spec.command.map(part =>
    fill(part, { host, port }),
  );

  // spawn reports a missing folder as a missing program.
  const isFolder = await stat(spec.cwd).then(
    found => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    return {
      result: 'failed',
      code: 'missing_folder',
      message: `The folder ${spec.cwd} to run it in does not exist`,
    };
  }

  const inherited = Object.fromEntries(
    INHERITED.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const out = await open(logs.out, 'a', 0o600);
  const err = await open(logs.err, 'a', 0o600);
  try {
    const child = spawn(program, args, {
      cwd: spec.cwd,
      detached: true,
      stdio: ['ignore', out.fd, err.fd],
      env: {
        ...inherited,
        ...spec.env,
        ...request.env,
        HOST: host,
        PORT: String(port),
        ...tagEnvironment(tag),
      },
    });
    const { pid } = child;
    if (pid === undefined) {
      const error = await new Promise<NodeJS.ErrnoException>(resolve =>
        child.once('error', resolve),
      );
      return {
        result: 'failed',
        code: error.code === 'ENOENT' ? 'missing_program' : 'not_startable',
        message:
          error.code === 'ENOENT'
            ? `The program "${program}" was not found`
            : `The program "${program}" cannot be started (${
                error.code ?? error.message
              })`,
      };
    }
    child.unref();
    return { result: 'started', process: await watchChild(child, pid) };
  } finally {
    await out.close();
    await err.close();
  }
}

/** Takes over a process that an earlier run of the backend started; `undefined` when it no longer runs. */
export async function adopt(pid: number): Promise<WatchedProcess | undefined> {
  const identity = await readProcessIdentity(pid);
  return identity === undefined ? undefined : watchAdopted(pid, identity);
}

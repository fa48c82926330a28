import { spawn } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import type { RunSpec } from '../config/declaredServices';
import { readProcessIdentity } from './processIdentity';
import type { InstanceLogs } from './logFiles';
import {
  watchAdopted,
  watchChild,
  type WatchedProcess,
} from './watchedProcess';
import { toTagVariables, type ProcessTag } from './processTag';

/** Environment variables of the backend that a service inherits. All others could be secrets of the portal. */
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

/** What to start, and where. */
export interface LaunchRequest {
  spec: RunSpec;
  /** From the service environment; overrides the variables of the version and the service. */
  env: Readonly<Record<string, string>>;
  tag: ProcessTag;
  host: string;
  port: number;
  logs: InstanceLogs;
}

/** The started process, or why it could not be started. */
export type LaunchResult =
  | { result: 'started'; process: WatchedProcess }
  | { result: 'failed'; code: string; message: string };

/** Substitutes `{{ port }}` and `{{ host }}` in a command, for programs that do not read the variables. */
function substitute(
  text: string,
  values: { port: number; host: string },
): string {
  return text
    .replace(/\{\{\s*port\s*\}\}/g, String(values.port))
    .replace(/\{\{\s*host\s*\}\}/g, values.host);
}

/**
 * Starts a program in its own process group, detached from the backend: if the backend dies, it keeps running and keeps
 * writing its log files.
 */
export async function launchProcess(
  request: LaunchRequest,
): Promise<LaunchResult> {
  const { spec, tag, host, port, logs } = request;
  const [program = '', ...args] = spec.command.map(part =>
    substitute(part, { host, port }),
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
      message: `Its working directory ${spec.cwd} does not exist`,
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
        ...toTagVariables(tag),
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

/** Watches a process that an earlier run of the backend started; `undefined` if it is no longer running. */
export async function adoptProcess(
  pid: number,
): Promise<WatchedProcess | undefined> {
  const identity = await readProcessIdentity(pid);
  return identity === undefined ? undefined : watchAdopted(pid, identity);
}

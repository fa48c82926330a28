import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import {
  access,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  EffectError,
  listSecretPatterns,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';
import type { Invocation } from './buildInvocation';
import {
  readResult,
  readRunner,
  toRunId,
  type RunnerRecord,
  type RunResult,
} from './runFiles';

/** How far a run is. */
export type RunState =
  /** This machine has no record of it. */
  | { state: 'absent' }
  /** It is recorded, but no process has taken it up yet. */
  | { state: 'starting' }
  | { state: 'running'; runner: RunnerRecord }
  | { state: 'ended'; result: RunResult }
  /** The runner died before it recorded how the command ended. */
  | { state: 'lost'; runner: RunnerRecord };

/** Records of commands and their processes, in a folder. */
export interface CommandRuns {
  /** Whether the run with this key is recorded here. */
  has(key: string): Promise<boolean>;
  /**
   * Starts a command, at most once for a key.
   *
   * @param body - What the key stands for, without secrets.
   * @returns The id of the run.
   * @throws EffectError `key_reused` if the key was used with another body, or if the command can't be started.
   */
  start(key: string, body: JsonValue, invocation: Invocation): Promise<string>;
  /** Starts a recorded run that no process has taken up, e.g. because the portal was stopped in between. */
  resume(run: string, invocation: Invocation): Promise<void>;
  read(run: string): Promise<RunState>;
  /**
   * Requests that a run stops, and waits until it has ended or the signal aborts.
   *
   * @param unstarted - How to take up a run that no process has taken up. It then ends without running the command.
   */
  cancel(
    run: string,
    signal: AbortSignal,
    unstarted?: Invocation,
  ): Promise<RunState>;
  /** Renames the folder of a run that had no effect, so that another run can use its key. */
  archive(run: string): Promise<void>;
  /** The folder of a run. */
  getFolder(run: string): string;
}

/** A runner without a sign of life for so long is dead. It gives one every second. */
const SILENT_MS = 15_000;
const LONGEST_GAP_MS = 5_000;
const CLAIM_WITHIN_MS = 5_000;
const POLL_CLAIM_MS = 20;
const POLL_END_MS = 100;
/** Keys are repeated only while their deployment is in progress. */
const KEEP_MS = 14 * 24 * 60 * 60_000;
const PRUNE_EVERY_MS = 60 * 60_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

export function createCommandRuns(dataDir: string): CommandRuns {
  const root = join(dataDir, 'runs');
  const getFolder = (run: string) => join(root, run);
  /** The last sign of life of each runner, and how long it has been silent since. */
  const signs = new Map<
    string,
    { mtimeMs: number; seenAt: number; silentMs: number }
  >();
  let prunedAt = 0;

  async function prune() {
    if (Date.now() < prunedAt + PRUNE_EVERY_MS) return;
    prunedAt = Date.now();
    for (const name of await readdir(root)) {
      const folder = getFolder(name);
      const found = await stat(folder).catch(() => undefined);
      if (found && found.mtimeMs < prunedAt - KEEP_MS) {
        signs.delete(name);
        await rm(folder, { recursive: true, force: true });
      }
    }
  }

  /** Creates the folder of a run, complete or not at all. Returns false if there is one. */
  async function create(run: string, bodyHash: string): Promise<boolean> {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const draft = getFolder(`new-${randomUUID()}`);
    await mkdir(draft, { mode: 0o700 });
    await writeFile(join(draft, 'request.json'), JSON.stringify({ bodyHash }), {
      mode: 0o600,
    });
    try {
      await rename(draft, getFolder(run));
      return true;
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
      throw error;
    }
  }

  async function readState(run: string): Promise<RunState> {
    const folder = getFolder(run);
    const result = await readResult(folder);
    if (result) {
      signs.delete(run);
      return { state: 'ended', result };
    }
    const runner = await readRunner(folder);
    if (runner) {
      if (await isAlive(run, runner)) return { state: 'running', runner };
      // It may have ended meanwhile.
      const late = await readResult(folder);
      return late
        ? { state: 'ended', result: late }
        : { state: 'lost', runner };
    }
    return (await exists(folder)) ? { state: 'starting' } : { state: 'absent' };
  }

  /**
   * Whether a runner still gives signs of life. Its clock may be another machine's, so only a change of its time counts, and
   * the silence is measured with this process's own clock. A machine that was suspended makes all runners look silent for
   * long, so the time between two looks counts only in part.
   */
  async function isAlive(run: string, runner: RunnerRecord): Promise<boolean> {
    if (runner.host === hostname() && !isProcess(runner.pid)) return false;
    const { mtimeMs } = await stat(join(getFolder(run), 'runner.json'));
    const now = Date.now();
    const last = signs.get(run);
    const silentMs =
      last?.mtimeMs === mtimeMs
        ? last.silentMs + Math.min(now - last.seenAt, LONGEST_GAP_MS)
        : 0;
    signs.set(run, { mtimeMs, seenAt: now, silentMs });
    return silentMs < SILENT_MS;
  }

  return {
    getFolder,
    has: key => exists(getFolder(toRunId(key))),
    read: readState,

    async start(key, body, invocation) {
      const run = toRunId(key);
      const bodyHash = createHash('sha256')
        .update(JSON.stringify(body))
        .digest('hex');
      if (!(await exists(getFolder(run)))) {
        await checkProgram(invocation);
      }
      if (!(await create(run, bodyHash))) {
        const request = JSON.parse(
          await readFile(join(getFolder(run), 'request.json'), 'utf8'),
        );
        if (request.bodyHash !== bodyHash) {
          throw new EffectError(
            'This idempotency key was already used for another command or other parameters',
            { code: 'key_reused', retryable: false },
          );
        }
      }
      await prune();
      await this.resume(run, invocation);
      return run;
    },

    async resume(run, invocation) {
      const { state } = await readState(run);
      if (state === 'starting') await launch(getFolder(run), invocation);
    },

    async cancel(run, signal, unstarted) {
      const folder = getFolder(run);
      let current = await readState(run);
      if (current.state !== 'absent' && current.state !== 'ended') {
        await writeFile(join(folder, 'cancel'), '');
      }
      // Only now, so that the process finds the request and doesn't start the command.
      if (current.state === 'starting' && unstarted) {
        await launch(folder, unstarted);
      }
      while (
        (current.state === 'running' || current.state === 'starting') &&
        !signal.aborted
      ) {
        await sleep(POLL_END_MS);
        current = await readState(run);
      }
      return current;
    },

    async archive(run) {
      await rename(getFolder(run), getFolder(`${run}-${randomUUID()}`));
    },
  };
}

function findRunner(): string {
  return resolvePackagePath(
    '@slipway/backstage-plugin-deployments-backend-module-generic',
    'runner',
    'commandRunner.cjs',
  );
}

/** Starts a runner and waits until one has taken up the run. */
async function launch(folder: string, invocation: Invocation): Promise<void> {
  const { timeoutMs, stopWithinMs } = invocation;
  const messages = await open(join(folder, 'runner.log'), 'a', 0o600);
  let exitCode: number | undefined;
  try {
    const runner = spawn(process.execPath, [findRunner()], {
      cwd: '/',
      // NODE_OPTIONS of the backend could load anything into it.
      env: {},
      detached: true,
      stdio: ['pipe', 'ignore', messages.fd],
    });
    runner.on('error', () => {
      exitCode = 1;
    });
    runner.on('exit', code => {
      exitCode = code ?? 1;
    });
    // It may have ended before it read everything.
    runner.stdin?.on('error', () => {});
    runner.stdin?.end(
      JSON.stringify({
        folder,
        program: invocation.program,
        arguments: invocation.arguments,
        workingFolder: invocation.workingFolder,
        environment: invocation.environment,
        secrets: listSecretPatterns(invocation.secrets),
        timeoutMs,
        stopWithinMs,
        maxOutputBytes: MAX_OUTPUT_BYTES,
      }),
    );
    runner.unref();
  } finally {
    await messages.close();
  }
  const until = Date.now() + CLAIM_WITHIN_MS;
  while (!(await exists(join(folder, 'runner.json')))) {
    if (exitCode !== undefined && exitCode !== 0) {
      const message = await readFile(join(folder, 'runner.log'), 'utf8').catch(
        () => '',
      );
      throw new EffectError(
        `The process that runs commands could not be started: ${
          message.trim().slice(0, 500) || `it ended with ${exitCode}`
        }`,
        { code: 'runner_failed', retryable: true },
      );
    }
    // A slow machine: the next call looks again, and at most one runner takes it up.
    if (Date.now() > until) return;
    await sleep(POLL_CLAIM_MS);
  }
}

/** Checks what would keep every start from succeeding, so that the failure says that nothing has run. */
async function checkProgram({ program, workingFolder }: Invocation) {
  const isExecutable = await access(program, constants.X_OK).then(
    () => stat(program).then(found => found.isFile()),
    () => false,
  );
  const isFolder = await stat(workingFolder).then(
    found => found.isDirectory(),
    () => false,
  );
  const problem = !isExecutable
    ? `The program ${program} doesn't exist on the portal's machine, or the portal may not execute it`
    : !isFolder && `The folder ${workingFolder} doesn't exist`;
  if (problem) {
    throw new EffectError(`Nothing was run. ${problem}.`, {
      code: 'missing_program',
      retryable: false,
      notSent: true,
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    error => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    },
  );
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

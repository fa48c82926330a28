import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** Whether a process with this id exists. */
export function isAlive(pid) {
  return signal(pid, 0);
}

/**
 * Starts a Node program as the leader of its own process group, so that nothing
 * that it starts outlives it. Its output is prefixed with its name.
 *
 * @param {{name: string, args: string[], cwd: string, env: Record<string, string>}} options
 */
export function startChild({ name, args, cwd, env }) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of ['stdout', 'stderr']) {
    createInterface({ input: child[stream] }).on('line', line => {
      if (line.trim()) process[stream].write(`[${name}] ${line}\n`);
    });
  }
  const exited = new Promise(resolve => child.once('exit', resolve));

  return {
    exited,
    /** Kills the leader immediately, but not the rest of its group. */
    kill: () => child.kill('SIGKILL'),
    /**
     * Stops the leader with SIGTERM, waits, and kills the rest of its group.
     *
     * @param {number} graceMs - How long shutdown hooks may take, in milliseconds.
     */
    async stop(graceMs) {
      child.kill('SIGTERM');
      let timer;
      const expired = new Promise(resolve => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([exited, expired]);
      clearTimeout(timer);
      signal(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}

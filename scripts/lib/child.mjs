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
 * Starts a Node program as the leader of its own process group, its output
 * prefixed with its name, so that nothing it starts outlives it.
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
    /** Ends the leader at once and leaves the rest of its group alone. */
    kill: () => child.kill('SIGKILL'),
    /**
     * Asks the leader to stop, waits, and ends what is left of its group.
     *
     * @param {number} graceMs - how long shutdown hooks may take, milliseconds
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

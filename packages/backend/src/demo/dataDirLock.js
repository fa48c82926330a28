// Plain JavaScript, because `npm start` (scripts/start.mjs) loads it before anything is built.
const {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** Start times are in seconds or ticks, file times in milliseconds. */
const CLOCK_SLACK_MS = 5_000;
const POLL_MS = 100;

/**
 * A process that owns a data directory, and when it claimed it.
 *
 * @typedef {{ pid: number, since: Date }} Owner
 */

/**
 * Reads the process in a file `<name>.pid`, if it is still running. The file contains only the process id, so that
 * `kill $(cat backend.pid)` works.
 *
 * @param {string} file
 * @returns {Owner | undefined}
 */
function readOwner(file) {
  let pid;
  let since;
  try {
    pid = Number(readFileSync(file, 'utf8').trim());
    since = statSync(file).mtime;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const startedAt = readStartTime(pid);
  // A process that started after the file was written only reuses the id of the one that wrote it.
  return startedAt !== undefined &&
    startedAt <= since.getTime() + CLOCK_SLACK_MS
    ? { pid, since }
    : undefined;
}

/**
 * Makes this process the owner of a data directory for one purpose: `portal` for `npm start`, `backend` for a backend.
 * Only one of several processes that try at the same time succeeds. The file of a dead process is replaced.
 *
 * @param {string} directory
 * @param {string} name
 * @returns {{ release(): void } | { owner: Owner }} `owner`: another process owns it
 */
function claimDataDir(directory, name) {
  const file = join(directory, `${name}.pid`);
  const own = join(directory, `${name}.pid.${process.pid}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(own, `${process.pid}\n`);
  try {
    for (;;) {
      try {
        // Fails if the file exists, and never leaves a partial file.
        linkSync(own, file);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const owner = readOwner(file);
      if (owner && owner.pid !== process.pid) return { owner };
      moveAside(file, `${own}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return {
    release() {
      if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
    },
  };
}

/**
 * Like `claimDataDir`, but waits for an owner that is shutting down.
 *
 * @param {string} directory
 * @param {string} name
 * @param {number} timeoutMs
 */
async function waitForDataDir(directory, name, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const claim = claimDataDir(directory, name);
    if (!('owner' in claim) || Date.now() >= deadline) return claim;
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Removes the file of a dead process, but not that of a running one.
 *
 * @param {string} directory
 * @param {string} name
 */
function clearDeadOwner(directory, name) {
  const file = join(directory, `${name}.pid`);
  if (!readOwner(file)) moveAside(file, `${file}.${process.pid}.stale`);
}

/**
 * Describes the owner of a data directory to a person, who decides which process to stop.
 *
 * @param {string} directory
 * @param {string} what - e.g. `backend`
 * @param {Owner} owner
 */
function describeOwner(directory, what, owner) {
  return `Another ${what} uses the data directory ${directory}: process ${
    owner.pid
  }, since ${owner.since.toISOString()}.`;
}

/**
 * Moves the file of a dead process to a name of our own, so that only one of two processes that find it replaces it.
 */
function moveAside(file, aside) {
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const owner = readOwner(aside);
  if (owner && owner.pid !== process.pid) {
    // Another process replaced it in the meantime: restore its file.
    try {
      linkSync(aside, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

/**
 * Reads when a process started, in epoch milliseconds; `undefined` if it is not running.
 *
 * @param {number} pid
 */
function readStartTime(pid) {
  if (process.platform !== 'linux') return readStartTimeWithPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses. It can contain any character, even spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const [, boot] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'));
    // Ticks are hundredths of a second on every Linux that Node.js supports.
    return Number(boot) * 1000 + Number(fields[19]) * 10;
  } catch {
    return undefined;
  }
}

function readStartTimeWithPs(pid) {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const at = Date.parse(started);
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined;
  }
}

module.exports = {
  claimDataDir,
  waitForDataDir,
  clearDeadOwner,
  describeOwner,
  readOwner,
};

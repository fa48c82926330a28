// Plain JavaScript: `npm start` (scripts/start.mjs) uses it before anything is built.
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

/** Start times come in seconds or ticks, file times in milliseconds. */
const CLOCK_SLACK_MS = 5_000;
const POLL_MS = 100;

/**
 * A process that has a data directory.
 *
 * @typedef {{ pid: number, since: Date }} Owner
 */

/**
 * The process that a file `<name>.pid` names, if that process still runs. The file holds the process's id alone, so that
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
  const startedAt = startOf(pid);
  // A process that is younger than the file only has the id of the one that wrote it.
  return startedAt !== undefined &&
    startedAt <= since.getTime() + CLOCK_SLACK_MS
    ? { pid, since }
    : undefined;
}

/**
 * Makes this process the owner of a data directory, for one purpose: `portal` for `npm start`, `backend` for a backend.
 * Of two that try at the same moment one gets it. The file of a process that died is replaced.
 *
 * @param {string} directory
 * @param {string} name
 * @returns {{ release(): void } | { owner: Owner }} `owner`: another process has it
 */
function claimDataDir(directory, name) {
  const file = join(directory, `${name}.pid`);
  const own = join(directory, `${name}.pid.${process.pid}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(own, `${process.pid}\n`);
  try {
    for (;;) {
      try {
        // Fails when the file exists, and never leaves half of one.
        linkSync(own, file);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const owner = readOwner(file);
      if (owner && owner.pid !== process.pid) return { owner };
      setAside(file, `${own}.stale`);
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
 * As `claimDataDir`, and waits for an owner that is just stopping.
 *
 * @param {string} directory
 * @param {string} name
 * @param {number} patienceMs
 */
async function claimDataDirPatiently(directory, name, patienceMs) {
  const until = Date.now() + patienceMs;
  for (;;) {
    const claim = claimDataDir(directory, name);
    if (!('owner' in claim) || Date.now() >= until) return claim;
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Removes the file of a process that died, and leaves that of one that runs.
 *
 * @param {string} directory
 * @param {string} name
 */
function clearDeadOwner(directory, name) {
  const file = join(directory, `${name}.pid`);
  if (!readOwner(file)) setAside(file, `${file}.${process.pid}.stale`);
}

/**
 * Who has the data directory, for a person who has to decide what to stop.
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

/** Moves a dead process's file away under a name of our own, so that of two that find it only one replaces it. */
function setAside(file, aside) {
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const owner = readOwner(aside);
  if (owner && owner.pid !== process.pid) {
    // Another process replaced it in the meantime: put its file back.
    try {
      linkSync(aside, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

/**
 * When a process started, in epoch milliseconds; `undefined` when it does not run.
 *
 * @param {number} pid
 */
function startOf(pid) {
  if (process.platform !== 'linux') return startAccordingToPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold spaces and parentheses too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const [, boot] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'));
    // In hundredths of a second on every Linux that Node runs on.
    return Number(boot) * 1000 + Number(fields[19]) * 10;
  } catch {
    return undefined;
  }
}

function startAccordingToPs(pid) {
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
  claimDataDirPatiently,
  clearDeadOwner,
  describeOwner,
  readOwner,
};

// @ts-check
'use strict';

/**
 * Runs one command and records what it prints and how it ends, in a folder that the backend reads.
 *
 * It is a process of its own so that a command survives the end of the backend and its exit code isn't lost. The backend
 * passes the specification through stdin, so that no secret appears in the process list or on the disk. Plain JavaScript,
 * because Node runs it without the tools that compile the backend.
 *
 * Files in the folder:
 * - `runner.json`: written before the command starts, and only if it doesn't exist. So a command runs at most once,
 *   however many runners are started for the folder. The time of its last change is a sign of life.
 * - `cancel`: written by the backend to stop the command.
 * - `output.log`: a JSON object per line: `{ line }`.
 * - `result.json`: written at the end.
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createMask } = require('./maskSecrets.cjs');

/**
 * @typedef {object} Specification
 * @property {string} folder - Where to record; exists.
 * @property {string} program - Absolute path.
 * @property {string[]} arguments
 * @property {string} workingFolder
 * @property {Record<string, string>} environment - All of the command's environment variables.
 * @property {import('./maskSecrets.cjs').SecretPatterns} secrets - What is replaced in the output.
 * @property {number} timeoutMs
 * @property {number} stopWithinMs - Between SIGTERM and SIGKILL.
 * @property {number} maxOutputBytes
 */

const HEARTBEAT_MS = 1_000;
const LOOK_FOR_CANCEL_MS = 200;
const LONGEST_LINE = 10_000;
/** A line without an end is not collected beyond this. */
const LONGEST_BUFFER = 64 * 1024;
/** The longest text that a secret is encoded as. */
const LONGEST_SECRET = 16 * 1024;
const TAIL_LINES = 20;
const TAIL_LINE = 500;
/** How long output may still arrive after the exit, from processes that the command started. */
const DRAIN_MS = 500;
const LOOK_FOR_GROUP_MS = 50;
/** How long the kernel may take to end processes after SIGKILL; only a hung disk makes it take longer. */
const KILLED_WITHIN_MS = 2_000;

/** @param {number} ms @returns {Promise<void>} */
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** @returns {Promise<Specification>} */
async function readSpecification() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // Node's own message would contain a part of it.
    throw new Error('The specification of the command is incomplete');
  }
}

/** @param {string} file @param {unknown} content */
function writeAtomically(file, content) {
  fs.writeFileSync(`${file}.tmp`, JSON.stringify(content), { mode: 0o600 });
  fs.renameSync(`${file}.tmp`, file);
}

/** Claims the folder. @param {Specification} specification @returns {boolean} Whether this process is the first. */
function claim({ folder }) {
  const content = {
    pid: process.pid,
    host: os.hostname(),
    startedAt: Date.now(),
  };
  // Complete or absent: the file is linked to its name after it was written.
  const file = path.join(folder, 'runner.json');
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, JSON.stringify(content), { mode: 0o600 });
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/**
 * Records lines, up to a number of bytes. The last lines are kept in any case.
 *
 * @param {Specification} specification
 */
function createRecorder({ folder, secrets, maxOutputBytes }) {
  const file = fs.openSync(path.join(folder, 'output.log'), 'a', 0o600);
  const mask = createMask(secrets);
  /** @type {string[]} */
  const tail = [];
  let recordedBytes = 0;
  const dropped = { lines: 0, bytes: 0 };

  /** @param {string} raw @param {boolean} isCut */
  const record = (raw, isCut) => {
    // The end of a line that was cut may be a part of a secret.
    const masked = mask(raw, raw.length - (isCut ? LONGEST_SECRET : 0));
    const line =
      isCut || masked.length > LONGEST_LINE
        ? `${masked.slice(0, LONGEST_LINE)} … (the line is cut)`
        : masked;
    tail.push(line.slice(0, TAIL_LINE));
    if (tail.length > TAIL_LINES) tail.shift();
    const bytes = Buffer.byteLength(line) + 1;
    if (recordedBytes + bytes > maxOutputBytes) {
      dropped.lines += 1;
      dropped.bytes += bytes;
      return;
    }
    recordedBytes += bytes;
    fs.writeSync(file, `${JSON.stringify({ line })}\n`);
  };

  return {
    /** @param {NodeJS.ReadableStream} from */
    follow(from) {
      let rest = '';
      let isCut = false;
      const end = () => {
        if (rest !== '' || isCut) record(rest, isCut);
        rest = '';
        isCut = false;
      };
      from.setEncoding('utf8');
      from.on('data', chunk => {
        const parts = String(chunk).split('\n');
        parts.forEach((part, index) => {
          if (index > 0) {
            record(rest.replace(/\r$/, ''), isCut);
            rest = '';
            isCut = false;
          }
          const room = LONGEST_BUFFER - rest.length;
          if (part.length > room) isCut = true;
          rest += part.slice(0, room);
        });
      });
      from.on('error', () => {});
      return end;
    },
    summary: () => ({ tail, dropped }),
  };
}

/** @param {number} group @param {NodeJS.Signals | 0} signal @returns {boolean} Whether the group exists. */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Whether a process of the group is still running. Zombies don't count: in a container without an init process, nobody
 * collects them.
 *
 * @param {number} group
 */
function isGroupRunning(group) {
  if (!signalGroup(group, 0)) return false;
  if (process.platform !== 'linux') return true;
  return fs.readdirSync('/proc').some(name => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      // The program's name, in parentheses, can contain anything.
      const [state, , itsGroup] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ');
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
    } catch {
      return false; // It has ended.
    }
  });
}

/** @param {number} group @param {number} withinMs @returns {Promise<boolean>} Whether it ended. */
async function waitForGroup(group, withinMs) {
  const until = Date.now() + withinMs;
  while (isGroupRunning(group)) {
    if (Date.now() > until) return false;
    await sleep(LOOK_FOR_GROUP_MS);
  }
  return true;
}

/** @param {number} group @param {number} stopWithinMs */
async function stopGroup(group, stopWithinMs) {
  if (!signalGroup(group, 'SIGTERM')) return;
  if (await waitForGroup(group, stopWithinMs)) return;
  signalGroup(group, 'SIGKILL');
  await waitForGroup(group, KILLED_WITHIN_MS);
}

/** @param {Specification} specification */
async function run(specification) {
  const { folder, stopWithinMs, timeoutMs } = specification;
  const isCancelled = () => fs.existsSync(path.join(folder, 'cancel'));
  const recorder = createRecorder(specification);
  /** @param {Record<string, unknown>} outcome */
  const finish = outcome =>
    writeAtomically(path.join(folder, 'result.json'), {
      ...outcome,
      ...recorder.summary(),
      endedAt: Date.now(),
    });

  if (isCancelled()) {
    finish({ stopped: 'cancelled', started: false });
    return;
  }
  const child = spawn(specification.program, specification.arguments, {
    cwd: specification.workingFolder,
    env: specification.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) {
    const error = await new Promise(resolve => child.once('error', resolve));
    finish({ notStarted: error.code ?? 'UNKNOWN', started: false });
    return;
  }
  child.on('error', () => {});

  /** @type {string | undefined} */
  let stopped;
  /** @type {Promise<void> | undefined} */
  let stopping;
  /** @param {string} why */
  const stop = why => {
    stopped ??= why;
    stopping ??= stopGroup(pid, stopWithinMs);
  };
  const timers = [
    setTimeout(() => stop('timeout'), timeoutMs),
    setInterval(() => {
      if (isCancelled()) stop('cancelled');
    }, LOOK_FOR_CANCEL_MS),
  ];
  process.on('SIGTERM', () => stop('shutdown'));
  process.on('SIGINT', () => stop('shutdown'));

  const ends = [recorder.follow(child.stdout), recorder.follow(child.stderr)];
  const closed = new Promise(resolve => child.once('close', resolve));
  const { code, signal } = await new Promise(resolve =>
    child.once('exit', (exitCode, exitSignal) =>
      resolve({ code: exitCode, signal: exitSignal }),
    ),
  );
  timers.forEach(timer => clearInterval(timer));
  // What a command leaves running after a success is meant to run, such as a server that it started.
  if (stopped !== undefined || code !== 0) {
    stopping ??= stopGroup(pid, stopWithinMs);
    await stopping;
  }
  await Promise.race([closed, sleep(DRAIN_MS)]);
  child.stdout.destroy();
  child.stderr.destroy();
  ends.forEach(end => end());
  finish({
    started: true,
    ...(stopped === undefined ? {} : { stopped }),
    ...(code === null ? {} : { exitCode: code }),
    ...(signal === null ? {} : { signal }),
  });
}

async function main() {
  const specification = await readSpecification();
  if (!claim(specification)) return;
  const runnerFile = path.join(specification.folder, 'runner.json');
  const heartbeat = setInterval(() => {
    const now = new Date();
    fs.utimes(runnerFile, now, now, () => {});
  }, HEARTBEAT_MS);
  try {
    await run(specification);
  } finally {
    clearInterval(heartbeat);
  }
}

main().then(
  () => process.exit(0),
  error => {
    // The backend shows it if the command can't be started at all. No message of Node's contains a variable's value.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);

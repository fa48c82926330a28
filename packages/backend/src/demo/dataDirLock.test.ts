import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const LOCK = resolve(__dirname, 'dataDirLock.js');

/** Claims a directory, prints the result, and keeps running. */
const PROGRAM = `
const { claimDataDir } = require(${JSON.stringify(LOCK)});
const claim = claimDataDir(process.argv[1], 'backend');
console.log(JSON.stringify(claim.owner ?? null));
if (!claim.owner) setInterval(() => {}, 1000);
`;

describe('claimDataDir', () => {
  let directory: string;
  let file: string;
  let children: ChildProcess[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-lock-'));
    file = join(directory, 'backend.pid');
    children = [];
  });
  afterEach(async () => {
    for (const child of children) await kill(child);
    rmSync(directory, { recursive: true, force: true });
  });

  function start() {
    const child = spawn(process.execPath, ['-e', PROGRAM, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const output = once(createInterface({ input: child.stdout! }), 'line');
    return { child, owner: output.then(([line]) => JSON.parse(line)) };
  }

  async function kill(child: ChildProcess) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  it('gives the directory to the first process, and returns it to others as the owner', async () => {
    const first = start();
    expect(await first.owner).toBeNull();
    const before = readFileSync(file, 'utf8');
    expect(before).toBe(`${first.child.pid}\n`);

    const second = start();
    expect(await second.owner).toMatchObject({
      pid: first.child.pid,
      since: expect.any(String),
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(directory)).toEqual(['backend.pid']);
  });

  it('gives the directory to one of several processes that try at the same time', async () => {
    const tries = Array.from({ length: 6 }, start);
    const owners = await Promise.all(tries.map(({ owner }) => owner));
    expect(owners.filter(owner => owner === null)).toHaveLength(1);
  });

  it('gives the directory to another process when the owner is dead', async () => {
    const first = start();
    await first.owner;
    await kill(first.child);
    expect(existsSync(file)).toBe(true);

    const tries = Array.from({ length: 4 }, start);
    const owners = await Promise.all(tries.map(({ owner }) => owner));
    expect(owners.filter(owner => owner === null)).toHaveLength(1);
    expect(readdirSync(directory)).toEqual(['backend.pid']);
  });

  it('ignores a process that reuses the id of a dead owner', async () => {
    const other = start();
    await other.owner;
    // As if the file were older than the process with this id.
    const pid = other.child.pid;
    utimesSync(file, new Date(0), new Date(0));
    expect(readFileSync(file, 'utf8')).toBe(`${pid}\n`);
    expect(await start().owner).toBeNull();
  });

  it('gives the directory to a process with the same id as the dead owner', () => {
    // As in a container that restarts, where the process has the same id as before.
    const program = `require('node:fs').writeFileSync(${JSON.stringify(
      file,
    )}, process.pid + '\\n');${PROGRAM} process.exit();`;
    const { stdout } = spawnSync(process.execPath, ['-e', program, directory], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(stdout).toBe('null\n');
    expect(readdirSync(directory)).toEqual(['backend.pid']);
  });

  it('ignores a file without an id', async () => {
    writeFileSync(file, '');
    expect(await start().owner).toBeNull();
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { claimDataDir } from './claimDataDir';

const LOCK = resolve(__dirname, 'dataDirLock.js');
const START = resolve(__dirname, '../../../../scripts/start.mjs');

/** Claims a data directory like `npm start` or a backend, and keeps running. */
const OWNER = `
const { claimDataDir } = require(${JSON.stringify(LOCK)});
claimDataDir(process.argv[1], process.argv[2]);
console.log('claimed');
setInterval(() => {}, 1000);
`;

describe('a data directory that is in use', () => {
  let directory: string;
  let owner: ChildProcess;
  const before = process.env.SLIPWAY_DATA_DIR;

  async function claimAs(name: 'portal' | 'backend') {
    owner = spawn(process.execPath, ['-e', OWNER, directory, name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: owner.stdout! }), 'line');
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-second-'));
    process.env.SLIPWAY_DATA_DIR = directory;
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.SLIPWAY_DATA_DIR;
    else process.env.SLIPWAY_DATA_DIR = before;
    const exited = once(owner, 'exit');
    owner.kill('SIGKILL');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(['portal', 'backend'] as const)(
    'prevents `npm start` while a %s uses it, with an error that names the process',
    async name => {
      await claimAs(name);
      const second = spawn(process.execPath, [START], {
        // Jest's copy of the environment; a child would get the original otherwise.
        env: { ...process.env },
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      let stderr = '';
      second.stderr!.on('data', chunk => {
        stderr += chunk;
      });
      const [code] = await once(second, 'close');
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(
          `Another ${name} uses the data directory ${directory}: process ${owner.pid}, since \\d{4}-.*kill ${owner.pid}.*SLIPWAY_DATA_DIR`,
        ),
      );
      expect(readFileSync(join(directory, `${name}.pid`), 'utf8')).toBe(
        `${owner.pid}\n`,
      );
      expect(readdirSync(directory)).toEqual([`${name}.pid`]);
    },
  );

  it('prevents a second backend, with an error that names the process', async () => {
    await claimAs('backend');
    await expect(claimDataDir(0)).rejects.toThrow(
      `Another backend uses the data directory ${directory}: process ${owner.pid}, since `,
    );
    expect(readFileSync(join(directory, 'backend.pid'), 'utf8')).toBe(
      `${owner.pid}\n`,
    );
  });
});

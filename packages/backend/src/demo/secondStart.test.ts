import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { claimDataDir } from './claimDataDir';

const LOCK = resolve(__dirname, 'dataDirLock.js');
const START = resolve(__dirname, '../../../../scripts/start.mjs');

/** Has a data directory as `npm start` or a backend has it, and stays. */
const OWNER = `
const { claimDataDir } = require(${JSON.stringify(LOCK)});
claimDataDir(process.argv[1], process.argv[2]);
console.log('claimed');
setInterval(() => {}, 1000);
`;

describe('a second start on a data directory that is in use', () => {
  let directory: string;
  let owner: ChildProcess;
  const before = process.env.SLIPWAY_DATA_DIR;

  async function own(name: 'portal' | 'backend') {
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
    '`npm start` is refused while a %s has it, says which process, and leaves its file alone',
    async name => {
      await own(name);
      const second = spawn(process.execPath, [START], {
        // Jest's copy; without it a child gets the one that jest started with.
        env: { ...process.env },
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      let said = '';
      second.stderr!.on('data', chunk => {
        said += chunk;
      });
      const [code] = await once(second, 'close');
      expect(code).toBe(1);
      expect(said).toMatch(
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

  it('a backend is refused while another has it, says which process, and leaves its file alone', async () => {
    await own('backend');
    await expect(claimDataDir(0)).rejects.toThrow(
      `Another backend uses the data directory ${directory}: process ${owner.pid}, since `,
    );
    expect(readFileSync(join(directory, 'backend.pid'), 'utf8')).toBe(
      `${owner.pid}\n`,
    );
  });
});

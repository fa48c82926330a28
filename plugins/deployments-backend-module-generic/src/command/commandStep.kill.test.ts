import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import {
  createCommandFixture,
  exists,
  until,
  type CommandFixture,
} from '../__testUtils__/commandFixture';

jest.setTimeout(60_000);

const USE = { command: 'script', parameters: {} };

describe('a command whose backend was killed', () => {
  let fixture: CommandFixture;
  beforeEach(async () => {
    fixture = await createCommandFixture();
  });
  afterEach(() => fixture.dispose());

  /** Starts a backend that runs a step, and kills it some time after it has written `after`. */
  async function killBackend(
    request: object,
    config: JsonObject,
    after: string,
    delayMs: number,
  ) {
    const backend = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, '../__testUtils__/killableBackend.ts'),
      ],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          HOST_TASK: JSON.stringify({
            command: { dataDir: fixture.dataDir, ...config },
            request,
          }),
        },
      },
    );
    let stdout = '';
    let stderr = '';
    backend.stdout.on('data', data => (stdout += data));
    backend.stderr.on('data', data => (stderr += data));
    const gone = new Promise(resolve => backend.once('exit', resolve));
    await until(() => {
      if (backend.exitCode !== null) throw new Error(stderr);
      return stdout.includes(after);
    });
    await sleep(delayMs);
    backend.kill('SIGKILL');
    await gone;
  }

  const countRuns = async () =>
    (await readFile(join(fixture.folder, 'count'), 'utf8').catch(() => ''))
      .split('\n')
      .filter(Boolean).length;

  // From before anything is written until the command runs.
  it.each([
    ['starting', 0],
    ['starting', 3],
    ['starting', 10],
    ['starting', 30],
    ['started', 0],
    ['started', 100],
  ])(
    'is followed to its end and runs at most once (killed after %s + %i ms)',
    async (after, delayMs) => {
      const config = await fixture.bash(
        'echo run >> count; echo begin; sleep 1; echo end; exit 0',
      );
      fixture.configure(config);
      const request = fixture.buildRequest(USE);
      await killBackend(request, config, after, delayMs);
      const again = { ...request, isRepeat: true };
      const result = await fixture.finish(
        again,
        await fixture.step.start(again),
      );
      const count = await countRuns();
      // If it was killed before it recorded anything, nobody can distinguish that from a start elsewhere.
      expect({ count, state: result.state, lines: fixture.lines }).toEqual(
        count === 0
          ? { count: 0, state: 'undecided', lines: [] }
          : { count: 1, state: 'succeeded', lines: ['begin', 'end'] },
      );
    },
  );

  it('reports the exit code of a command that failed meanwhile', async () => {
    const config = await fixture.bash('sleep 0.3; echo gone wrong; exit 9');
    fixture.configure(config);
    const request = fixture.buildRequest(USE);
    await killBackend(request, config, 'started', 0);
    const again = { ...request, isRepeat: true };
    expect(
      await fixture.finish(again, await fixture.step.start(again)),
    ).toMatchObject({
      state: 'failed',
      error: {
        message:
          'The command "script" ended with exit code 9. Its last line: gone wrong',
      },
    });
  });

  it('can still be cancelled', async () => {
    const config = await fixture.bash(
      'echo $$ > pid; while true; do sleep 1; done',
    );
    fixture.configure(config);
    const request = fixture.buildRequest(USE);
    await killBackend(request, config, 'started', 0);
    await until(() => exists(join(fixture.folder, 'pid')));
    expect(await fixture.step.cancel({ ...request, isRepeat: true })).toBe(
      'cancelled',
    );
  });

  it('is left to a person if the process that ran it was killed too', async () => {
    const config = await fixture.bash(
      'echo run >> count; echo begin; exec sleep 20',
    );
    fixture.configure(config);
    const request = fixture.buildRequest(USE);
    const started = await fixture.step.start(request);
    await until(async () => (await countRuns()) === 1);
    const [run = ''] = await readdir(join(fixture.dataDir, 'runs'));
    const { pid } = JSON.parse(
      await readFile(join(fixture.dataDir, 'runs', run, 'runner.json'), 'utf8'),
    );
    const group = await findChildren(pid);
    process.kill(pid, 'SIGKILL');
    const result = await fixture.finish(request, started);
    group.forEach(child => process.kill(child, 'SIGKILL'));
    expect(result).toMatchObject({
      state: 'undecided',
      verdict: 'inconclusive',
      message: expect.stringMatching(
        /was killed, so it is unknown how the command ended.*It was not run again/,
      ),
    });
    expect(await fixture.step.cancel(request)).toBe('unknown');
    expect(await countRuns()).toBe(1);
  });
});

async function findChildren(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createCommandFixture,
  exists,
  type CommandFixture,
} from '../__testUtils__/commandFixture';
import { toRunId } from './runFiles';

describe('the runs of commands', () => {
  let fixture: CommandFixture;
  beforeEach(async () => {
    fixture = await createCommandFixture();
    fixture.configure(await fixture.bash('touch started'));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await fixture.dispose();
  });

  const createFolder = async (run: string) => {
    const folder = fixture.service.runs.getFolder(run);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'request.json'), '{}');
    return folder;
  };

  it('never start a command that is cancelled before a process has taken it up', async () => {
    const request = fixture.buildRequest({ command: 'script' });
    await createFolder(toRunId(request.idempotencyKey));
    expect(await fixture.step.cancel(request)).toBe('cancelled');
    expect(await exists(join(fixture.folder, 'started'))).toBe(false);
  });

  it('count as lost by their silence here, whatever the clock of their machine shows', async () => {
    const file = join(await createFolder('run'), 'runner.json');
    const other = { pid: 1, host: 'another-machine', startedAt: 1 };
    await writeFile(file, JSON.stringify(other));
    // End the run at the end of the test.
    const end = () =>
      writeFile(
        join(file, '../result.json'),
        JSON.stringify({
          started: true,
          tail: [],
          dropped: { lines: 0, bytes: 0 },
          endedAt: 1,
        }),
      );
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const lookFor = async (
      seconds: number,
      beat: (second: number) => number,
    ) => {
      for (let second = 1; second <= seconds; second++) {
        now += 1_000;
        const at = beat(second);
        await utimes(file, at, at);
        await fixture.service.runs.read('run');
      }
      return (await fixture.service.runs.read('run')).state;
    };
    try {
      // Hours behind, and hours ahead.
      expect(await lookFor(60, second => second)).toBe('running');
      const ahead = now / 1_000 + 36_000;
      expect(await lookFor(10, () => ahead)).toBe('running');
      now += 3_600_000;
      expect(await lookFor(1, () => ahead + 1)).toBe('running');
      expect(await lookFor(16, () => ahead + 1)).toBe('lost');
    } finally {
      await end();
    }
  });
});

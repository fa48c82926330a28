import { spawn } from 'node:child_process';
import path from 'node:path';
import {
  applyRequest,
  createFixture,
  buildRequest,
  waitForApply,
  until,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

describe('the local target after the backend was killed', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  /** Starts a backend that applies a version, and kills it after a delay once it has written `after`. */
  async function killedBackend(after: string, delayMs: number) {
    const host = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        path.join(__dirname, '../__testUtils__/killableBackend.ts'),
      ],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          HOST_TASK: JSON.stringify({
            config: fixture.buildConfig(),
            version: 'good',
            key: 'one',
          }),
        },
      },
    );
    let stdout = '';
    let stderr = '';
    host.stdout.on('data', data => (stdout += data));
    host.stderr.on('data', data => (stderr += data));
    const gone = new Promise(resolve => host.once('exit', resolve));
    await until(() => {
      if (host.exitCode !== null) throw new Error(stderr);
      return stdout.includes(after);
    });
    await new Promise(resolve => setTimeout(resolve, delayMs));
    host.kill('SIGKILL');
    await gone;
  }

  // From before anything is written until after everything is: starting a process takes some tens of milliseconds.
  it.each([
    ['started', 0],
    ['started', 8],
    ['started', 25],
    ['applied', 0],
    ['ready', 0],
  ])(
    'runs one process when the key is repeated (killed when %s, after %i ms)',
    async (after, delayMs) => {
      await killedBackend(after, delayMs);
      const { target } = await fixture.boot();
      const handle = await target.apply(
        applyRequest('good', { idempotencyKey: 'one', fence: 2 }),
      );
      expect(await waitForApply(target, handle, { fence: 2 })).toMatchObject({
        state: 'ready',
      });
      expect(await fixture.findTagged()).toMatchObject([
        { instance: `${handle.id}-0` },
      ]);
      expect((await target.observe(buildRequest())).instances).toMatchObject([
        { id: handle.id, ready: true },
      ]);
    },
  );
});

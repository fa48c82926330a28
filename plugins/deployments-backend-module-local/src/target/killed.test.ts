import { spawn } from 'node:child_process';
import path from 'node:path';
import {
  applyRequest,
  createFixture,
  effect,
  settled,
  until,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

describe('a backend that is killed at any moment', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  /** Starts a backend that applies a version, and kills it when it has said `until`, after a delay. */
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
            config: fixture.configOf(),
            version: 'good',
            key: 'one',
          }),
        },
      },
    );
    let said = '';
    let complained = '';
    host.stdout.on('data', data => (said += data));
    host.stderr.on('data', data => (complained += data));
    const gone = new Promise(resolve => host.once('exit', resolve));
    await until(() => {
      if (host.exitCode !== null) throw new Error(complained);
      return said.includes(after);
    });
    await new Promise(resolve => setTimeout(resolve, delayMs));
    host.kill('SIGKILL');
    await gone;
  }

  // From before anything was written to after everything was: spawning takes some tens of milliseconds.
  it.each([
    ['started', 0],
    ['started', 8],
    ['started', 25],
    ['applied', 0],
    ['ready', 0],
  ])(
    'has one process for its key when the key comes again (%s + %i ms)',
    async (after, delayMs) => {
      await killedBackend(after, delayMs);
      const { target } = await fixture.boot();
      const handle = await target.apply(
        applyRequest('good', { idempotencyKey: 'one', fence: 2 }),
      );
      expect(await settled(target, handle, { fence: 2 })).toMatchObject({
        state: 'ready',
      });
      expect(await fixture.tagged()).toMatchObject([{ instance: handle.id }]);
      expect((await target.observe(effect())).instances).toMatchObject([
        { id: handle.id, ready: true },
      ]);
    },
  );
});

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type {
  ApplyRequest,
  DeploymentTarget,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createCommandFixture,
  exists,
  until,
  type CommandFixture,
} from '../__testUtils__/commandFixture';
import { createCommandTarget } from './commandTarget';

jest.setTimeout(60_000);

/** Records what it was called for. `observe` prints the file `running`. */
const SCRIPT = `
  [ "$SLIPWAY_INTENT" = observe ] && { cat running; exit; }
  echo "$SLIPWAY_INTENT $SLIPWAY_VERSION" >> calls
  [ -f wait ] && touch waiting && while true; do sleep 0.05; done
  exit 0`;

const show = (artifact?: string) =>
  JSON.stringify({ instances: artifact ? [{ artifact }] : [] });

describe('the target command', () => {
  let fixture: CommandFixture;
  let target: DeploymentTarget;
  const setRunning = (text: string) =>
    writeFile(join(fixture.folder, 'running'), text);
  beforeEach(async () => {
    fixture = await createCommandFixture();
    fixture.configure(await fixture.bash(SCRIPT));
    target = createCommandTarget(fixture.service);
    await setRunning(show());
  });
  afterEach(() => fixture.dispose());

  const SETTINGS: JsonObject = {
    deploy: { command: 'script' },
    observe: { command: 'script' },
    readyWithin: '1s',
  };
  const buildRequest = (overrides: Partial<ApplyRequest> = {}) =>
    fixture.buildApplyRequest(SETTINGS, overrides);

  it('refuses an older owner of the environment, also after a restart', async () => {
    await target.apply(buildRequest());
    const again = createCommandTarget(fixture.service);
    for (const call of [
      again.apply(buildRequest({ idempotencyKey: 'b', fence: 3 })),
      again.abort(buildRequest({ idempotencyKey: 'c', fence: 3 })),
      again.finalize({ ...buildRequest({ fence: 3 }), candidate: { id: 'a' } }),
    ]) {
      await expect(call).rejects.toMatchObject({ name: 'FencedError' });
    }
  });

  it('does not deploy if another replica may have started it', async () => {
    await expect(
      target.apply(buildRequest({ isRepeat: true })),
    ).rejects.toMatchObject({
      code: 'outcome_unknown',
      retryable: false,
      message: expect.stringContaining('It was not run again'),
    });
    expect(await fixture.readCalls()).toEqual([]);
  });

  it('stops the command on abort, and runs the settings’ own abort', async () => {
    await writeFile(join(fixture.folder, 'wait'), '');
    const settings = { ...SETTINGS, abort: { command: 'script' } };
    await target.apply(buildRequest({ settings }));
    await until(() => exists(join(fixture.folder, 'waiting')));
    await rm(join(fixture.folder, 'wait'));
    const request = buildRequest({
      settings,
      idempotencyKey: 'd1/rollback/1/1',
    });
    const handle = (await target.abort(request))!;
    await until(
      async () => (await target.poll({ ...request, handle })).state === 'done',
    );
    expect(await fixture.readCalls()).toEqual(['deploy 1.4.2', 'abort 1.4.2']);
  });

  it('deploys the previous version on abort if the new one runs already', async () => {
    await setRunning(show('sha256:old'));
    await target.apply(buildRequest());
    await until(async () => (await fixture.readCalls()).length === 1);
    await setRunning(show('sha256:new'));
    const request = buildRequest({ idempotencyKey: 'd1/rollback/1/1' });
    const handle = (await target.abort(request))!;
    await until(
      async () => (await target.poll({ ...request, handle })).state === 'done',
    );
    expect(await fixture.readCalls()).toEqual([
      'deploy 1.4.2',
      'rollback sha256:old',
    ]);
  });

  it('says what is missing if it cannot take a first deployment back', async () => {
    await target.apply(buildRequest());
    await setRunning(show('sha256:new'));
    await expect(
      target.abort(buildRequest({ idempotencyKey: 'd1/rollback/1/1' })),
    ).rejects.toMatchObject({
      code: 'missing_command',
      message: expect.stringContaining('no command for remove'),
    });
  });

  it('fails if the command succeeds, but nobody sees the version', async () => {
    const request = buildRequest();
    const handle = await target.apply(request);
    await until(async () => {
      const { state } = await target.poll({ ...request, handle });
      return state !== 'working';
    });
    expect(await target.poll({ ...request, handle })).toMatchObject({
      state: 'failed',
      code: 'not_deployed',
      retryable: false,
    });
  });

  it.each([
    ['no JSON', 'hello', /didn't print JSON/],
    ['another document', '{"instances": "none"}', /doesn't describe instances/],
    [
      'an instance without an artifact',
      '{"instances": [{}]}',
      /artifact: is missing; expected a string$/,
    ],
    ['too much', 'x'.repeat(1_100_000), /printed more than 1 MiB/],
  ])('throws if observe prints %s', async (_, text, message) => {
    await setRunning(text);
    await expect(target.observe(buildRequest())).rejects.toThrow(message);
  });

  it('throws, and shows the last lines, if observe fails', async () => {
    fixture.configure(
      await fixture.bash('echo "token=hunter2-hunter2 refused" >&2; exit 2', {
        secrets: { TOKEN: 'hunter2-hunter2' },
      }),
    );
    const failing = createCommandTarget(fixture.service);
    const error = await failing.observe(buildRequest()).catch(e => e);
    expect(error.message).toMatch(/ended with exit code 2: .*refused/);
    expect(error.message).not.toContain('hunter2');
  });

  it('ends observe, and what it started, when nobody waits any more', async () => {
    fixture.configure(
      await fixture.bash('sleep 60 & echo $! > child.pid; wait'),
    );
    const slow = createCommandTarget(fixture.service);
    const controller = new AbortController();
    const observed = slow.observe({
      ...buildRequest(),
      signal: controller.signal,
    });
    const file = join(fixture.folder, 'child.pid');
    await until(() => exists(file));
    await until(async () => (await readFile(file, 'utf8')).endsWith('\n'));
    controller.abort();
    await expect(observed).rejects.toThrow(/no longer needed/);
    const pid = (await readFile(file, 'utf8')).trim();
    await until(async () => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return stat === '' || /\) Z /.test(stat);
    });
  });

  it('says what is missing without observe, and without configuration', async () => {
    const { observe: _, ...settings } = SETTINGS;
    await expect(
      target.observe(buildRequest({ settings })),
    ).rejects.toMatchObject({ code: 'no_observation' });
    const unconfigured = createCommandTarget(undefined);
    expect(unconfigured.validateSettings(SETTINGS)).toEqual([]);
    await expect(unconfigured.apply(buildRequest())).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('deployments.command is missing'),
    });
  });

  it.each([
    [{}, /^deploy: is missing/],
    [
      { deploy: { command: 'scrip' } },
      /^deploy: "scrip" is not a command.*did you mean "script"/,
    ],
    [
      { deploy: { command: 'script', parameters: { a: '1' } } },
      /has no parameter "a"/,
    ],
    [{ deploy: { command: 'script' }, shell: 'x' }, /^shell: unknown key/],
  ])('rejects the settings %j', (settings, message) => {
    expect(target.validateSettings(settings as JsonObject)[0]).toMatch(message);
  });
});

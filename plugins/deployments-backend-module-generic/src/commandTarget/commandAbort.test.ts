import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type {
  ApplyRequest,
  DeploymentTarget,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createCommandFixture,
  exists,
  until,
  type CommandFixture,
} from '../__testUtils__/commandFixture';
import { createCommandTarget } from './commandTarget';

jest.setTimeout(60_000);

const SCRIPT = `
  [ "$SLIPWAY_INTENT" = observe ] && { cat running; exit; }
  trap '' TERM
  echo "$SLIPWAY_INTENT $SLIPWAY_VERSION" >> calls
  [ -f wait ] && touch waiting
  while [ -f wait ]; do sleep 0.05; done
  exit 0`;

describe('the abort of the target command', () => {
  let fixture: CommandFixture;
  let target: DeploymentTarget;
  beforeEach(async () => {
    fixture = await createCommandFixture();
    fixture.configure(await fixture.bash(SCRIPT));
    target = createCommandTarget(fixture.service);
  });
  afterEach(async () => {
    await rm(join(fixture.folder, 'wait'), { force: true });
    await fixture.dispose();
  });

  const write = (file: string, text = '') =>
    writeFile(join(fixture.folder, file), text);
  const SETTINGS: JsonObject = {
    deploy: { command: 'script' },
    remove: { command: 'script' },
  };
  const buildRequest = (overrides: Partial<ApplyRequest> = {}) =>
    fixture.buildApplyRequest(SETTINGS, overrides);
  const abort = async (
    overrides: Partial<ApplyRequest> & { previous?: TargetVersion } = {},
  ) => {
    const request = {
      ...buildRequest({ idempotencyKey: 'd1/rollback/1/1' }),
      ...overrides,
    };
    const handle = await target.abort(request);
    if (!handle) return;
    await until(
      async () => (await target.poll({ ...request, handle })).state === 'done',
    );
  };

  it('does not remove the earlier version if the target can’t see it', async () => {
    await target.apply(buildRequest({ expected: 'sha256:old' }));
    await until(async () => (await fixture.readCalls()).length === 1);
    await expect(abort()).rejects.toMatchObject({
      code: 'nothing_to_restore',
      retryable: false,
    });
    expect(await fixture.readCalls()).toEqual(['deploy 1.4.2']);
  });

  it('does not remove it after a second attempt, which no longer says what ran', async () => {
    await target.apply(buildRequest({ expected: 'sha256:old' }));
    await until(async () => (await fixture.readCalls()).length === 1);
    await target.apply(buildRequest({ idempotencyKey: 'd1/deploy/2/1' }));
    await until(async () => (await fixture.readCalls()).length === 2);
    await expect(abort()).rejects.toMatchObject({ code: 'nothing_to_restore' });
  });

  it('deploys the earlier version again if the portal knows it', async () => {
    await target.apply(buildRequest({ idempotencyKey: 'd1/deploy/2/1' }));
    await until(async () => (await fixture.readCalls()).length === 1);
    await abort({ previous: { name: '1.4.1', artifact: 'sha256:old' } });
    expect(await fixture.readCalls()).toEqual([
      'deploy 1.4.2',
      'rollback 1.4.1',
    ]);
  });

  it('deploys what the portal knows, and not what the target saw before', async () => {
    await write(
      'running',
      '{"instances": [{"version": "9.9.9", "artifact": "sha256:foreign", "ready": true, "weight": 100}]}',
    );
    const settings = { ...SETTINGS, observe: { command: 'script' } };
    await target.apply(buildRequest({ settings }));
    await until(async () => (await fixture.readCalls()).length === 1);
    await write(
      'running',
      '{"instances": [{"version": "1.4.2", "artifact": "sha256:new", "ready": true, "weight": 100}]}',
    );
    const request = {
      ...buildRequest({ settings, idempotencyKey: 'd1/rollback/1/1' }),
      previous: { name: '1.4.1', artifact: 'sha256:old' },
    };
    await target.abort(request);
    await until(async () => (await fixture.readCalls()).length === 2);
    expect(await fixture.readCalls()).toEqual([
      'deploy 1.4.2',
      'rollback 1.4.1',
    ]);
  });

  it('removes the version of a first deployment', async () => {
    await target.apply(buildRequest());
    await until(async () => (await fixture.readCalls()).length === 1);
    await abort();
    expect(await fixture.readCalls()).toEqual(['deploy 1.4.2', 'remove ']);
  });

  it('starts nothing while the command is still stopping', async () => {
    await write('wait');
    await target.apply(buildRequest());
    await until(() => exists(join(fixture.folder, 'waiting')));
    await expect(abort({ deadline: Date.now() + 1_200 })).rejects.toMatchObject(
      { code: 'still_stopping', retryable: true },
    );
    expect(await fixture.readCalls()).toEqual(['deploy 1.4.2']);
    await rm(join(fixture.folder, 'wait'));
    await abort({ idempotencyKey: 'd1/rollback/2/1' });
    expect(await fixture.readCalls()).toEqual(['deploy 1.4.2', 'remove ']);
  });

  it.each([{}, { abort: { command: 'script' } }])(
    'says that it can’t stop what another replica started, with %j',
    async settings => {
      await expect(
        abort({ settings: { ...SETTINGS, ...settings } }),
      ).rejects.toMatchObject({
        code: 'outcome_unknown',
        retryable: false,
        message: expect.stringContaining('dataDir'),
      });
      expect(await fixture.readCalls()).toEqual([]);
    },
  );

  it('is not needed if the observation before the deployment failed', async () => {
    const settings = { ...SETTINGS, observe: { command: 'script' } };
    await expect(
      target.apply(buildRequest({ settings })),
    ).rejects.toMatchObject({
      code: 'not_observed',
      retryable: true,
      notSent: true,
    });
    await write('running', '{"instances": []}');
    await target.apply(buildRequest({ settings }));
  });
});

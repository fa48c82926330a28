import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endRuns } from '../__testUtils__/commandFixture';
import { createCommandService } from '../command/commandService';
import { commandConfigSchema } from '../config/commandConfigSchema';
import { createCommandTarget } from './commandTarget';

const PROGRAM = ['/usr/local/bin/terraform', '/usr/bin/terraform'].find(
  existsSync,
);

jest.setTimeout(120_000);

/** No package of Debian has it, so these tests run only where somebody installed it. */
const describeWithTerraform = PROGRAM ? describe : describe.skip;

describeWithTerraform('Terraform as the command of a target', () => {
  let folder: string;
  let target: ReturnType<typeof createCommandTarget>;
  let count = 0;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'terraform-'));
    await copyFile(
      join(__dirname, '../__fixtures__/terraform/main.tf'),
      join(folder, 'main.tf'),
    );
    for (const args of [['init'], ['apply', '-auto-approve']]) {
      execFileSync(PROGRAM!, [...args, '-input=false'], {
        cwd: folder,
        stdio: 'pipe',
        env: { PATH: process.env.PATH, HOME: folder },
      });
    }
    const { commands } = commandConfigSchema.parse({
      commands: {
        'terraform-apply': {
          program: PROGRAM,
          arguments: [
            'apply',
            '-auto-approve',
            '-input=false',
            '-no-color',
            '-lock-timeout=60s',
          ],
          folder,
          environment: {
            TF_IN_AUTOMATION: '1',
            TF_VAR_name: '{{ version.name }}',
            TF_VAR_artifact: '{{ version.artifact }}',
          },
          secrets: { TF_VAR_registry_token: 'registry-token-4711' },
          stopWithin: '2m',
        },
        'terraform-output': {
          program: PROGRAM,
          arguments: ['output', '-json', 'slipway'],
          folder,
        },
      },
    });
    target = createCommandTarget(
      createCommandService({ dataDir: join(folder, 'data'), commands }),
    );
  });
  afterEach(async () => {
    await endRuns(join(folder, 'data'));
    await rm(folder, { recursive: true, force: true });
  });

  const serviceEnvironment = {
    service: 'component:default/checkout',
    environment: { name: 'staging', tier: 'staging' as const },
    settings: {
      deploy: { command: 'terraform-apply' },
      observe: { command: 'terraform-output' },
    },
  };
  const buildRequest = () => ({
    ...serviceEnvironment,
    deploymentId: `d${count}`,
    idempotencyKey: `d${count}/deploy/1/1`,
    fence: count,
    deadline: Date.now() + 60_000,
    signal: AbortSignal.timeout(60_000),
    log: () => {},
  });
  const apply = (name: string) => {
    count += 1;
    return target.apply({
      ...buildRequest(),
      version: { name, artifact: `pkg:generic/checkout@${name}` },
      intent: 'deploy',
    });
  };
  async function deploy(name: string) {
    const handle = await apply(name);
    for (;;) {
      const progress = await target.poll({ ...buildRequest(), handle });
      if (progress.state !== 'working') return progress;
      await sleep(200);
    }
  }
  const observe = () =>
    target.observe({
      ...serviceEnvironment,
      signal: AbortSignal.timeout(30_000),
    });

  it('deploys, and restores the earlier version', async () => {
    expect(await observe()).toMatchObject({ instances: [], basis: 'recorded' });
    for (const name of ['1.0.0', '1.1.0', '1.0.0']) {
      expect(await deploy(name)).toMatchObject({ state: 'ready' });
      expect((await observe()).instances).toMatchObject([
        { versionName: name },
      ]);
    }
  });

  it('shows why it refused, and keeps what is running', async () => {
    await deploy('1.0.0');
    const failed = await deploy('1.1.0-withdrawn');
    expect(failed).toMatchObject({ state: 'failed' });
    expect(JSON.stringify(failed)).toContain('This version was withdrawn.');
    expect((await observe()).instances).toMatchObject([
      { versionName: '1.0.0' },
    ]);
  });

  it('saves its state when it is cancelled, so that the next one can go on', async () => {
    await deploy('1.0.0');
    const handle = await apply('1.1.0');
    const outcome = await target.cancel({ ...buildRequest(), handle });
    expect(['cancelled', 'unknown']).toContain(outcome);
    expect(await deploy('1.2.0')).toMatchObject({ state: 'ready' });
  });
});

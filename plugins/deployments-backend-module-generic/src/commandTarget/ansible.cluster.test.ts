import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetProgress } from '@slipway/backstage-plugin-deployments-node';
import { endRuns } from '../__testUtils__/commandFixture';
import { createCommandService } from '../command/commandService';
import { commandConfigSchema } from '../config/commandConfigSchema';
import { createCommandTarget } from './commandTarget';

const PLAYBOOK = '/usr/bin/ansible-playbook';
const FIXTURES = join(__dirname, '../__fixtures__/ansible');
const TOKEN = 'registry-token-4711';

jest.setTimeout(120_000);

/** Debian's package `ansible-core` has it; `npm run test:cluster` installs it. */
const describeWithAnsible = existsSync(PLAYBOOK) ? describe : describe.skip;

describeWithAnsible('Ansible as the command of a target', () => {
  let folder: string;
  let lines: string[];
  let target: ReturnType<typeof createCommandTarget>;
  let count = 0;

  beforeEach(async () => {
    lines = [];
    folder = await mkdtemp(join(tmpdir(), 'ansible-'));
    await copyFile(join(FIXTURES, 'server.cjs'), join(folder, 'server.cjs'));
    await writeFile(join(folder, 'port'), String(await findPort()));
    const environment = { APP_FOLDER: folder, APP_NODE: process.execPath };
    const { commands } = commandConfigSchema.parse({
      commands: {
        playbook: {
          program: PLAYBOOK,
          arguments: [
            '--inventory',
            'localhost,',
            '--connection',
            'local',
            join(FIXTURES, 'deploy.yml'),
          ],
          folder,
          environment: { ...environment, HOME: folder, ANSIBLE_NOCOWS: '1' },
          secrets: { REGISTRY_TOKEN: TOKEN },
          timeout: '2m',
        },
        observe: {
          program: '/bin/bash',
          arguments: [join(FIXTURES, 'observe.sh')],
          environment,
        },
      },
    });
    target = createCommandTarget(
      createCommandService({ dataDir: join(folder, 'data'), commands }),
    );
  });
  afterEach(async () => {
    await endRuns(join(folder, 'data'));
    const pid = await readFile(join(folder, 'server.pid'), 'utf8').catch(
      () => undefined,
    );
    if (pid) process.kill(Number(pid), 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const serviceEnvironment = {
    service: 'component:default/checkout',
    environment: { name: 'staging', tier: 'staging' as const },
    settings: {
      deploy: { command: 'playbook' },
      observe: { command: 'observe' },
      readyWithin: '20s',
    },
  };

  async function deploy(
    name: string,
    intent: 'deploy' | 'rollback' = 'deploy',
  ): Promise<TargetProgress> {
    count += 1;
    const buildRequest = () => ({
      ...serviceEnvironment,
      deploymentId: `d${count}`,
      idempotencyKey: `d${count}/deploy/1/1`,
      fence: count,
      deadline: Date.now() + 60_000,
      signal: AbortSignal.timeout(60_000),
      log: (line: string) => lines.push(line),
    });
    const handle = await target.apply({
      ...buildRequest(),
      version: { name, artifact: `pkg:generic/checkout@${name}` },
      intent,
    });
    for (;;) {
      const progress = await target.poll({ ...buildRequest(), handle });
      if (progress.state !== 'working') return progress;
      await sleep(200);
    }
  }

  const observe = async () =>
    (
      await target.observe({
        ...serviceEnvironment,
        signal: AbortSignal.timeout(30_000),
      })
    ).instances;

  it('deploys, deploys again and rolls back', async () => {
    expect(await observe()).toEqual([]);
    for (const [name, intent] of [
      ['1.0.0', 'deploy'],
      ['1.1.0', 'deploy'],
      ['1.0.0', 'rollback'],
    ] as const) {
      expect(await deploy(name, intent)).toMatchObject({ state: 'ready' });
      expect(await observe()).toMatchObject([
        { versionName: name, ready: true, weight: 100 },
      ]);
    }
    expect(lines.join('\n')).toMatch(/TASK \[Put the version in place\]/);
  });

  it('shows the task that failed, and leaves what is running', async () => {
    await deploy('1.0.0');
    const failed = await deploy('1.1.0-withdrawn');
    expect(failed).toMatchObject({ state: 'failed', code: 'exit_code' });
    const [problem] = failed.state === 'failed' ? failed.problems ?? [] : [];
    const tail = problem?.logTail?.join('\n');
    expect(tail).toContain('TASK [Refuse a version that was withdrawn]');
    expect(tail).toContain('1.1.0-withdrawn was withdrawn');
    expect(await observe()).toMatchObject([{ versionName: '1.0.0' }]);
  });

  it('hides a secret that the playbook prints', async () => {
    await deploy('1.0.0');
    const text = lines.join('\n');
    expect(text).toContain('logged in with ***');
    expect(text).not.toContain(TOKEN);
  });

  it('reports a service that no longer responds as not ready', async () => {
    await deploy('1.0.0');
    process.kill(
      Number(await readFile(join(folder, 'server.pid'), 'utf8')),
      'SIGKILL',
    );
    await rm(join(folder, 'server.pid'));
    expect(await observe()).toMatchObject([
      { versionName: '1.0.0', ready: false },
    ]);
  });
});

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import { endRuns } from '../__testUtils__/commandFixture';
import { createCommandService } from '../command/commandService';
import { commandConfigSchema } from '../config/commandConfigSchema';
import { createCommandTarget } from './commandTarget';

const SCRIPT = join(__dirname, '../__testUtils__/serviceScript.cjs');

describeDeploymentTarget(
  'The command target',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'command-target-'));
    const declare = (action: string) => ({
      program: process.execPath,
      arguments: [SCRIPT, action, folder],
      stopWithin: '5s',
    });
    const { commands } = commandConfigSchema.parse({
      commands: {
        deploy: declare('deploy'),
        observe: declare('observe'),
        remove: declare('remove'),
      },
    });
    const boot = () =>
      createCommandTarget(
        createCommandService({ dataDir: join(folder, 'data'), commands }),
      );
    const runAlone = (
      action: string,
      version?: { name: string; artifact: string },
    ) =>
      execFileSync(process.execPath, [SCRIPT, action, folder], {
        env: {
          SLIPWAY_VERSION: version?.name,
          SLIPWAY_ARTIFACT: version?.artifact,
        },
        stdio: 'ignore',
      });
    const tampered = { name: '7.0.0', artifact: 'sha256:tampered' };
    const deployAlone = async () => {
      runAlone('deploy', tampered);
      return tampered;
    };
    return {
      target: boot(),
      serviceEnvironment: {
        service: 'component:default/checkout',
        environment: { name: 'staging', tier: 'staging' as const },
        settings: {
          deploy: { command: 'deploy' },
          observe: { command: 'observe' },
          remove: { command: 'remove' },
        },
      },
      versions: {
        first: { name: '1.0.0', artifact: 'sha256:1.0.0' },
        second: { name: '1.1.0', artifact: 'sha256:1.1.0' },
        broken: { name: '1.2.0-broken', artifact: 'sha256:broken' },
      },
      crash: async () => boot(),
      preexisting: deployAlone,
      tamper: deployAlone,
      async dispose() {
        await endRuns(join(folder, 'data'));
        runAlone('remove');
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
  { pollEveryMs: 50 },
);

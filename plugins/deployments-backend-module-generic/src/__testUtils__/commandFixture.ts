import { randomUUID } from 'node:crypto';
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import { ConfigReader } from '@backstage/config';
import type {
  ApplyRequest,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createCommandService,
  type CommandService,
} from '../command/commandService';
import { createCommandRuns } from '../command/commandRuns';
import { createCommandStep } from '../command/commandStep';
import { readCommandConfig } from '../config/readCommandConfig';

const PATIENCE_MS = 30_000;

/** Waits until something is true, as the tests listen to real processes. */
export async function until(
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('It did not happen in time');
    await sleep(25);
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Cancels all runs in a folder and waits until they have ended, so that none writes to it any more. */
export async function endRuns(dataDir: string): Promise<void> {
  const runs = createCommandRuns(dataDir);
  for (const run of await readdir(join(dataDir, 'runs')).catch(() => [])) {
    const folder = runs.getFolder(run);
    if (await exists(join(folder, 'runner.json'))) {
      await writeFile(join(folder, 'cancel'), '');
      await until(async () => (await runs.read(run)).state !== 'running');
    }
  }
}

type Step = ReturnType<typeof createCommandStep>;
type Request = StepRequest<any> & { handle?: JsonObject };

/** Commands in a folder of their own, and the step kind that runs them. */
export interface CommandFixture {
  folder: string;
  dataDir: string;
  service: CommandService;
  step: Step;
  /** The lines that were written to the step's log. */
  lines: string[];
  /** Writes a script for bash and returns how to declare it as a command. */
  bash(
    script: string,
    options?: JsonObject,
  ): Promise<{ commands: { script: JsonObject } }>;
  /** Replaces the configuration, as a new process of the portal does. */
  configure(config: JsonObject): void;
  buildRequest(settings: JsonObject, overrides?: Partial<Request>): Request;
  /** Builds a request of the target `command` to deploy 1.4.2. */
  buildApplyRequest(
    settings: JsonObject,
    overrides?: Partial<ApplyRequest>,
  ): ApplyRequest;
  /** Reads the lines that commands have written to the file `calls`. */
  readCalls(): Promise<string[]>;
  /** Starts a step and polls it until it ends. */
  run(settings: JsonObject, overrides?: Partial<Request>): Promise<StepResult>;
  /** Polls until the step ends. */
  finish(request: Request, started: StepResult): Promise<StepResult>;
  /** Stops what the test started and deletes its folder. */
  dispose(): Promise<void>;
}

export async function createCommandFixture(): Promise<CommandFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'command-'));
  const dataDir = join(folder, 'data');
  const lines: string[] = [];

  const fixture: CommandFixture = {
    folder,
    dataDir,
    lines,
    service: undefined as unknown as CommandService,
    step: undefined as unknown as Step,

    async bash(script, options = {}) {
      const file = join(folder, 'script.sh');
      await writeFile(file, script);
      return {
        commands: {
          script: {
            program: '/bin/bash',
            arguments: [file],
            folder,
            ...options,
          },
        },
      };
    },

    configure(command) {
      const config = readCommandConfig(
        new ConfigReader({ deployments: { command: { dataDir, ...command } } }),
      )!;
      this.service = createCommandService(config);
      this.step = createCommandStep(this.service);
    },

    buildRequest(settings, overrides = {}) {
      const id = randomUUID();
      return {
        service: 'component:default/checkout',
        environment: { name: 'staging', tier: 'staging' },
        settings: {},
        deploymentId: id,
        stepId: 'run',
        attempt: 1,
        idempotencyKey: `${id}/run/1/1`,
        fence: 1,
        deadline: Date.now() + PATIENCE_MS,
        signal: AbortSignal.timeout(PATIENCE_MS),
        log: line => lines.push(line),
        now: Date.now(),
        startedAt: Date.now(),
        kind: 'deploy',
        target: undefined as never,
        version: {
          id: 'v1',
          name: '1.4.2',
          artifact: 'sha256:aaaa',
          service: 'component:default/checkout',
        } as unknown as Request['version'],
        trafficWeight: 0,
        with: { parameters: {}, ...settings },
        ...overrides,
      };
    },

    buildApplyRequest: (settings, overrides = {}) => ({
      service: 'component:default/checkout',
      environment: { name: 'staging', tier: 'staging' },
      settings,
      deploymentId: 'd1',
      idempotencyKey: 'd1/deploy/1/1',
      fence: 4,
      deadline: Date.now() + PATIENCE_MS,
      signal: AbortSignal.timeout(PATIENCE_MS),
      log: line => lines.push(line),
      version: { name: '1.4.2', artifact: 'sha256:new' },
      intent: 'deploy',
      ...overrides,
    }),

    readCalls: async () =>
      (await readFile(join(folder, 'calls'), 'utf8').catch(() => ''))
        .split('\n')
        .filter(Boolean),

    async run(settings, overrides) {
      const request = this.buildRequest(settings, overrides);
      return this.finish(request, await this.step.start(request));
    },

    async finish(request, started) {
      let result = started;
      await until(async () => {
        if (result.state !== 'running') return true;
        result = await this.step.poll({
          ...request,
          ...(result.handle ? { handle: result.handle } : {}),
        });
        return result.state !== 'running';
      });
      return result;
    },

    async dispose() {
      await endRuns(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return fixture;
}

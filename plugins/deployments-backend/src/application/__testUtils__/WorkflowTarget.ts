import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  Observation,
  ServiceEnvironment,
  TargetCapability,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { TestTarget } from './TestTarget';

/** A run of the workflow. */
interface Run {
  key: string;
  artifact: string;
  versionName: string;
  intent: ApplyRequest['intent'];
}

/**
 * A target that deploys by starting a workflow, and that only knows what its runs reported. The workflow changes a platform, a
 * {@link TestTarget}, which another provider observes.
 */
export class WorkflowTarget implements DeploymentTarget {
  readonly id = 'workflow';
  readonly capabilities: TargetCapability[] = ['remove'];
  readonly runs: Run[] = [];
  /** What a run does to the platform before it reports success. By default, it deploys its version. */
  work: (run: Run) => void = () => {};
  /** Whether the runs have ended. */
  isDone = true;
  readonly #recorded = new Map<string, Run>();
  readonly #finished = new Set<string>();

  constructor(private readonly platform: TestTarget) {
    this.work = run => this.deploy(run);
  }

  /** Deploys a run's version to the platform's environment production. */
  deploy({ artifact }: Pick<Run, 'artifact'>): void {
    this.platform.meddle('component:default/checkout', 'production', artifact);
  }

  validateSettings(): string[] {
    return [];
  }

  async observe({
    service,
    environment,
  }: ServiceEnvironment): Promise<Observation> {
    const run = this.#recorded.get(`${service} ${environment.name}`);
    return {
      at: Date.now(),
      basis: 'recorded',
      instances: run
        ? [
            {
              id: run.key,
              artifact: run.artifact,
              versionName: run.versionName,
              weight: 100,
              ready: true,
              since: 0,
            },
          ]
        : [],
    };
  }

  async apply(request: ApplyRequest): Promise<TargetHandle> {
    const key = request.idempotencyKey;
    if (!this.runs.some(run => run.key === key)) {
      this.runs.push({
        key,
        artifact: request.version.artifact,
        versionName: request.version.name,
        intent: request.intent,
      });
    }
    return { id: key };
  }

  async poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress> {
    const { service, environment, handle } = request;
    const run = this.runs.find(({ key }) => key === handle.id);
    if (!run) {
      throw new Error(`There is no run ${handle.id}`);
    }
    if (!this.isDone) {
      return { state: 'working', message: 'The workflow is running' };
    }
    if (!this.#finished.has(run.key)) {
      this.#finished.add(run.key);
      this.work(run);
      this.#recorded.set(`${service} ${environment.name}`, run);
    }
    return {
      state: 'ready',
      candidate: {
        id: run.key,
        artifact: run.artifact,
        versionName: run.versionName,
      },
    };
  }

  async finalize(): Promise<void> {}

  /** Reports that it is done, and removes nothing. */
  async remove(): Promise<void> {}

  async abort(): Promise<void> {}

  async cancel(): Promise<'cancelled' | 'unknown'> {
    return 'cancelled';
  }
}

import type {
  EffectRequest,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from './TestTarget';
import type { Effect } from './TestTarget';

/** An effect that was accepted and takes longer than a call. */
interface Job {
  name: Effect['name'];
  polls: number;
  /** Carries the effect out. Idempotent by the effect's key. */
  run(request: EffectRequest): Promise<unknown>;
}

/** A target like `TestTarget` whose effects all return a handle. They happen when they are polled. */
export class SlowTarget extends TestTarget {
  /** How many polls an effect other than an apply takes. */
  pollsUntilDone = 1;
  /** What a poll reports instead of continuing the effect; `undefined` to continue it. */
  reports: (poll: {
    name: Effect['name'];
    polls: number;
  }) => TargetProgress | undefined = () => undefined;
  readonly #jobs = new Map<string, Job>();
  readonly #applyPolls = new Map<string, number>();

  override setTraffic(request: Parameters<TestTarget['setTraffic']>[0]) {
    return this.#accept('setTraffic', request, current =>
      super.setTraffic({ ...request, ...current }),
    );
  }

  override finalize(request: Parameters<TestTarget['finalize']>[0]) {
    return this.#accept('finalize', request, current =>
      super.finalize({ ...request, ...current }),
    );
  }

  override abort(request: Parameters<TestTarget['abort']>[0]) {
    return this.#accept('abort', request, current =>
      super.abort({ ...request, ...current }),
    );
  }

  override remove(request: EffectRequest) {
    return this.#accept('remove', request, current =>
      super.remove({ ...request, ...current }),
    );
  }

  override async poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress> {
    const { handle, ...effect } = request;
    const job = this.#jobs.get(handle.id);
    if (!job) {
      const polls = (this.#applyPolls.get(handle.id) ?? 0) + 1;
      this.#applyPolls.set(handle.id, polls);
      return this.reports({ name: 'apply', polls }) ?? super.poll(request);
    }
    job.polls += 1;
    const report = this.reports({ name: job.name, polls: job.polls });
    if (report) {
      return report;
    }
    if (job.polls < this.pollsUntilDone) {
      return { state: 'working', message: 'Working', pollAfterMs: 250 };
    }
    await job.run(effect);
    return { state: 'done' };
  }

  override async cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'> {
    this.#jobs.delete(request.handle.id);
    return super.cancel(request);
  }

  async #accept(
    name: Effect['name'],
    request: EffectRequest,
    run: (current: EffectRequest) => Promise<unknown>,
  ): Promise<TargetHandle> {
    const { idempotencyKey, fence, settings } = request;
    const effect = { name, key: idempotencyKey, fence, settings, body: '' };
    await this.before(effect, request.signal);
    const id = `${name} ${idempotencyKey}`;
    if (!this.#jobs.has(id)) {
      this.#jobs.set(id, {
        name,
        polls: 0,
        // A poll comes from the current owner, with its fence.
        run: current => run({ ...current, idempotencyKey }),
      });
    }
    await this.after(effect);
    return { id };
  }
}

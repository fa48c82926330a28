import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@backstage/types';
import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';
import {
  acceptFence,
  effectOnce,
  type EffectOutcome,
} from './idempotentEffects';
import { createMutex } from '../concurrency/createMutex';
import type { StateFiles } from './stateFiles';
import type {
  InstanceRecord,
  ReplicaRecord,
  ServiceEnvironmentState,
} from './serviceEnvironmentState';

/**
 * The stored state of one service environment. Changes run one at a time, and each is durable before it becomes
 * visible.
 */
export class StateStore {
  readonly #files: StateFiles;
  readonly #onChange: () => void;
  readonly #mutex = createMutex();
  #state: ServiceEnvironmentState;
  #isClosed = false;

  /** @param onChange - Called after each call that could have changed the state. */
  constructor(
    state: ServiceEnvironmentState,
    files: StateFiles,
    onChange: () => void,
  ) {
    this.#state = state;
    this.#files = files;
    this.#onChange = onChange;
  }

  get state(): Readonly<ServiceEnvironmentState> {
    return this.#state;
  }

  findInstance(id: string): InstanceRecord | undefined {
    return this.#state.instances.find(instance => instance.id === id);
  }

  /** Whether the effect with this key has happened. */
  hasEffect(idempotencyKey: string): boolean {
    return this.#state.effects[idempotencyKey] !== undefined;
  }

  /** Finds one process and the version that it belongs to. */
  findReplica(
    id: string,
  ): { instance: InstanceRecord; replica: ReplicaRecord } | undefined {
    return findReplica(this.#state, id);
  }

  /** Applies a change, which may turn out to be none. If it throws, nothing changes. */
  async change(
    change: (draft: ServiceEnvironmentState) => void,
  ): Promise<void> {
    await this.#update(draft => {
      change(draft);
      return {
        result: undefined,
        changed: !isDeepStrictEqual(draft, this.#state),
      };
    });
  }

  /** Changes members of a replica, if it still exists. */
  async patchReplica(id: string, patch: Partial<ReplicaRecord>): Promise<void> {
    await this.change(draft => {
      const found = findReplica(draft, id);
      if (found) Object.assign(found.replica, patch);
    });
  }

  /**
   * Stores the fence of a call, before anything else about it can fail.
   *
   * @throws FencedError if a higher fence is stored.
   */
  async acceptFence(fence: number): Promise<void> {
    await this.#update(draft => {
      const raised = acceptFence(draft, fence);
      return { result: undefined, changed: raised };
    });
  }

  /**
   * Applies a change once per idempotency key, if no higher fence is stored.
   *
   * @throws FencedError, EffectError `key_reused`
   */
  async applyEffect(
    request: EffectRequest,
    effect: string,
    body: JsonValue,
    change: (draft: ServiceEnvironmentState) => EffectOutcome | void,
  ): Promise<EffectOutcome> {
    await this.acceptFence(request.fence);
    return this.#update(draft => {
      // Again: another call with a higher fence may have come in between.
      acceptFence(draft, request.fence);
      const known = draft.effects[request.idempotencyKey] !== undefined;
      const result = effectOnce(
        draft,
        { key: request.idempotencyKey, effect, body, now: Date.now() },
        () => change(draft),
      );
      return { result, changed: !known };
    });
  }

  /** Stops writing, as after a crash: another process may own the files from now on. */
  close(): void {
    this.#isClosed = true;
  }

  #update<T>(
    change: (draft: ServiceEnvironmentState) => { result: T; changed: boolean },
  ): Promise<T> {
    return this.#mutex(async () => {
      const { service, environment } = this.#state;
      if (this.#isClosed) {
        throw new Error(
          `The state of ${service} in ${environment} cannot be changed any more: another process may own it`,
        );
      }
      const draft = structuredClone(this.#state);
      const { result, changed } = change(draft);
      if (changed) {
        await this.#files.write(draft);
        this.#state = draft;
      }
      this.#onChange();
      return result;
    });
  }
}

function findReplica({ instances }: ServiceEnvironmentState, id: string) {
  for (const instance of instances) {
    const replica = instance.replicas.find(found => found.id === id);
    if (replica) return { instance, replica };
  }
  return undefined;
}

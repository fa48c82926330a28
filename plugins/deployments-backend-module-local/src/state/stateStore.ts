import type { JsonValue } from '@backstage/types';
import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';
import { acceptFence, effectOnce, type EffectOutcome } from './idempotentEffects';
import { createMutex } from '../concurrency/createMutex';
import type { PlaceFiles } from './stateFiles';
import type { InstanceRecord, PlaceState } from './serviceEnvironmentState';

/** The stored state of one place. One change at a time; each is durable before anybody sees it. */
export class PlaceStore {
  readonly #files: PlaceFiles;
  readonly #onChange: () => void;
  readonly #mutex = createMutex();
  #state: PlaceState;
  #letGo = false;

  /** @param onChange - called after each change, and after each that turned out to be none. */
  constructor(state: PlaceState, files: PlaceFiles, onChange: () => void) {
    this.#state = state;
    this.#files = files;
    this.#onChange = onChange;
  }

  get state(): Readonly<PlaceState> {
    return this.#state;
  }

  find(id: string): InstanceRecord | undefined {
    return this.#state.instances.find(instance => instance.id === id);
  }

  /** Whether the effect of this key has been made. */
  knows(idempotencyKey: string): boolean {
    return this.#state.effects[idempotencyKey] !== undefined;
  }

  /** A change that throws changes nothing. */
  async change(change: (draft: PlaceState) => void): Promise<void> {
    await this.#update(draft => {
      change(draft);
      return { result: undefined, changed: true };
    });
  }

  async patch(id: string, patch: Partial<InstanceRecord>): Promise<void> {
    await this.#update(draft => {
      const instance = draft.instances.find(found => found.id === id);
      if (instance) Object.assign(instance, patch);
      return { result: undefined, changed: instance !== undefined };
    });
  }

  /**
   * Remembers the fence of a call, before anything else about it can fail.
   *
   * @throws FencedError when a higher one is known.
   */
  async accept(fence: number): Promise<void> {
    await this.#update(draft => {
      const raised = acceptFence(draft, fence);
      return { result: undefined, changed: raised };
    });
  }

  /** Makes a change once per idempotency key, under the call's fence. */
  async effect(
    request: EffectRequest,
    effect: string,
    body: JsonValue,
    change: (draft: PlaceState) => EffectOutcome | void,
  ): Promise<EffectOutcome> {
    await this.accept(request.fence);
    return this.#update(draft => {
      // Again: another call may have come in between with a higher one.
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

  /** Writes no more, as after a crash: the files may be somebody else's from now on. */
  letGo(): void {
    this.#letGo = true;
  }

  #update<T>(
    change: (draft: PlaceState) => { result: T; changed: boolean },
  ): Promise<T> {
    return this.#mutex(async () => {
      const { service, environment } = this.#state;
      if (this.#letGo) {
        throw new Error(`${service} in ${environment} was let go of`);
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

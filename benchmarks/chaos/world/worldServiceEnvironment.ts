import type {
  EffectResponse,
  EffectCall,
  PollResponse,
  WorldInstance,
} from './protocol';
import type { Behaviour } from './behaviour';
import type { EffectLog } from './effectLog';

interface Instance extends WorldInstance {
  deploymentId: string;
  readyAt: number;
  fails?: { retryable: boolean };
}

/** Actual state of one service in one environment: its instances and the highest fence so far. */
export interface WorldServiceEnvironment {
  effect(call: EffectCall): Promise<EffectResponse>;
  poll(call: Omit<EffectCall, 'kind' | 'deadline'>): PollResponse;
  observe(): WorldInstance[];
}

export interface ServiceEnvironmentOptions {
  log: EffectLog;
  behaviour: Behaviour;
  /** Names an effect by what it does, without ids of this run. */
  nameEffect(
    call: Pick<EffectCall, 'deploymentId' | 'key' | 'version'>,
  ): string;
  newId(): string;
}

/**
 * Effects on a service environment run one after the other, so that fence and key are valid until the effect is done. A
 * call continues even if its caller is dead.
 */
export function createServiceEnvironment(
  options: ServiceEnvironmentOptions,
): WorldServiceEnvironment {
  const { log, behaviour, nameEffect, newId } = options;
  let instances: Instance[] = [];
  let fence = 0;
  let last: Promise<unknown> = Promise.resolve();
  const known = new Map<string, { body: string; answer: EffectResponse }>();

  async function perform(call: EffectCall): Promise<EffectResponse> {
    const { kind, key } = call;
    const body = formatBody(call);
    const note = (
      what: Parameters<EffectLog['append']>[0]['what'],
      why?: 'fence' | 'deadline',
    ) =>
      log.append({
        ...toEntry(call),
        kind,
        body,
        what,
        ...(why ? { why } : {}),
      });

    if (call.fenced && call.fence < fence) {
      note('refused', 'fence');
      return { answer: 'fenced', seen: fence };
    }
    // Instead of a fence, a call does nothing after its deadline.
    if (!call.fenced && Date.now() > call.deadline) {
      note('refused', 'deadline');
      return { answer: 'too-late' };
    }
    fence = Math.max(fence, call.fence);
    const before = known.get(key);
    if (before) {
      if (before.body !== body) {
        note('conflict');
        return {
          answer: 'conflict',
          message: `Key ${key} came with another body: ${before.body}, now ${body}`,
        };
      }
      note('repeated');
      return before.answer;
    }
    const how = behaviour.effect(nameEffect(call));
    note('begin');
    const takesMs = call.fenced
      ? how.takesMs
      : Math.min(how.takesMs, call.deadline - Date.now());
    await new Promise(resolve => setTimeout(resolve, takesMs));
    const answer: EffectResponse = how.fails
      ? {
          answer: 'failed',
          code: 'recorder-failed',
          message: 'The effect failed',
          retryable: how.fails.retryable,
        }
      : change(call, how.isUnknown);
    note(answer.answer === 'failed' ? 'failed' : 'end');
    known.set(key, { body, answer });
    return answer;
  }

  function change(call: EffectCall, isUnknown: boolean): EffectResponse {
    switch (call.kind) {
      case 'apply':
        return { answer: 'done', instanceId: start(call) };
      case 'setTraffic':
        return setTraffic(call);
      case 'finalize':
        if (!instances.some(({ id }) => id === call.instanceId)) {
          return gone(call);
        }
        instances = instances
          .filter(({ id }) => id === call.instanceId)
          .map(it => ({ ...it, weight: 100 }));
        return { answer: 'done' };
      case 'abort': {
        const staying = instances.filter(
          it =>
            it.id !== call.instanceId && it.deploymentId !== call.deploymentId,
        );
        const ready = staying.filter(({ readyAt }) => readyAt <= Date.now());
        instances = ready.map(it => ({ ...it, weight: 100 / ready.length }));
        return { answer: 'done' };
      }
      case 'cancel':
        if (isUnknown) {
          return { answer: 'done', outcome: 'unknown' };
        }
        instances = instances.filter(
          ({ id, weight }) => id !== call.instanceId || weight > 0,
        );
        return { answer: 'done', outcome: 'cancelled' };
      case 'remove':
        instances = [];
        return { answer: 'done' };
      default: {
        const unknown: never = call.kind;
        throw new Error(`Unknown effect ${unknown}`);
      }
    }
  }

  /** Checks first whether an earlier attempt has started the instance without reporting it. */
  function start(call: EffectCall): string {
    const { version = { name: '', artifact: '' } } = call;
    const ours = instances.find(
      it => it.deploymentId === call.deploymentId && !it.fails,
    );
    if (ours) {
      return ours.id;
    }
    const how = behaviour.start(nameEffect(call));
    const id = newId();
    instances = instances.filter(
      it => it.deploymentId !== call.deploymentId || !it.fails,
    );
    instances.push({
      id,
      artifact: version.artifact,
      versionName: version.name,
      weight: 0,
      ready: false,
      since: Date.now(),
      deploymentId: call.deploymentId,
      readyAt: Date.now() + how.readyAfterMs,
      ...(how.fails ? { fails: how.fails } : {}),
    });
    return id;
  }

  function setTraffic(call: EffectCall): EffectResponse {
    const weight = call.weight ?? 0;
    const others = instances.filter(({ id }) => id !== call.instanceId);
    if (others.length === instances.length) {
      return gone(call);
    }
    const serving = others.filter(it => it.weight > 0);
    const takers = serving.length > 0 ? serving : others;
    const getWeight = (it: Instance) => {
      if (it.id === call.instanceId) {
        return weight;
      }
      return takers.includes(it) ? (100 - weight) / takers.length : 0;
    };
    instances = instances.map(it => ({ ...it, weight: getWeight(it) }));
    return { answer: 'done' };
  }

  return {
    effect(call) {
      const result = last.then(() => perform(call));
      last = result.catch(() => {});
      return result;
    },
    poll(call) {
      if (call.fenced && call.fence < fence) {
        log.append({
          ...toEntry(call),
          kind: 'poll',
          body: call.instanceId ?? '',
          what: 'refused',
          why: 'fence',
        });
        return { answer: 'fenced', seen: fence };
      }
      fence = Math.max(fence, call.fence);
      const instance = instances.find(({ id }) => id === call.instanceId);
      if (!instance) {
        return {
          answer: 'failed',
          code: 'gone',
          message: 'The instance is no longer running',
          retryable: false,
        };
      }
      if (instance.readyAt > Date.now()) {
        return { answer: 'working' };
      }
      if (instance.fails) {
        return {
          answer: 'failed',
          code: 'recorder-start-failed',
          message: 'The instance did not start',
          retryable: instance.fails.retryable,
        };
      }
      const baseline = instances.find(
        it => it.id !== instance.id && it.weight > 0,
      );
      return {
        answer: 'ready',
        candidate: toWorldInstance(instance),
        ...(baseline ? { baseline: toWorldInstance(baseline) } : {}),
      };
    },
    observe: () => instances.map(toWorldInstance),
  };
}

function gone(call: EffectCall): EffectResponse {
  return {
    answer: 'failed',
    code: 'gone',
    message: `${call.instanceId} is not running here`,
    retryable: false,
  };
}

function toWorldInstance(instance: Instance): WorldInstance {
  const { deploymentId: _, readyAt, fails, ...rest } = instance;
  return { ...rest, ready: readyAt <= Date.now() && !fails };
}

function formatBody(call: EffectCall): string {
  const { kind, version, restart, weight, instanceId } = call;
  return JSON.stringify([kind, version?.artifact, restart, weight, instanceId]);
}

function toEntry(
  call: Omit<EffectCall, 'kind' | 'deadline'> & { deadline?: number },
) {
  const { service, environment, pid, deploymentId, key, fence, fenced } = call;
  return {
    service,
    environment,
    pid,
    deploymentId,
    key,
    fence,
    fenced,
    ...(call.deadline === undefined ? {} : { deadline: call.deadline }),
  };
}

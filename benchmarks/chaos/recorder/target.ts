import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentTarget,
  EffectRequest,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type {
  EffectResponse,
  EffectCall,
  ObserveResponse,
  PollResponse,
  PollCall,
  WorldInstance,
} from '../world/protocol';
import { callWorld } from './callWorld';

/**
 * Creates a target whose environments are in the harness's world. With `fenced: false` it cannot distinguish owners, so
 * the deadline of a call replaces the fence.
 */
export function createRecorderTarget(options: {
  id: string;
  fenced: boolean;
}): DeploymentTarget {
  const { id, fenced } = options;

  async function effect(
    kind: EffectCall['kind'],
    request: EffectRequest,
    what: Pick<EffectCall, 'version' | 'restart' | 'weight' | 'instanceId'>,
  ) {
    const call: EffectCall = {
      ...toCall(request, fenced),
      kind,
      deadline: request.deadline,
      ...what,
    };
    const answer = await callWorld<EffectResponse>(
      '/effect',
      call,
      request.signal,
    );
    switch (answer.answer) {
      case 'done':
        return answer;
      case 'failed':
        throw new EffectError(answer.message, answer);
      case 'fenced':
        throw new FencedError(answer.seen, request.fence);
      case 'too-late':
        throw new EffectError('The call arrived after its deadline', {
          code: 'too-late',
          retryable: true,
        });
      case 'conflict':
        throw new EffectError(answer.message, {
          code: 'conflict',
          retryable: false,
        });
      default: {
        const unknown: never = answer;
        throw new Error(`Unknown answer ${JSON.stringify(unknown)}`);
      }
    }
  }

  return {
    id,
    capabilities: [
      'side-by-side',
      'weights',
      'restart',
      'remove',
      ...(fenced ? (['fence'] as const) : []),
    ],
    validateSettings: () => [],
    async observe({ service, environment, signal }) {
      const ref = { service, environment: environment.name };
      const { instances } = await callWorld<ObserveResponse>(
        '/observe',
        ref,
        signal,
      );
      return { at: Date.now(), instances };
    },
    async apply(request) {
      const { name, artifact } = request.version;
      const { instanceId } = await effect('apply', request, {
        version: { name, artifact },
        ...(request.restart ? { restart: true } : {}),
      });
      return { id: instanceId ?? '' };
    },
    async poll(request) {
      const call: PollCall = {
        ...toCall(request, fenced),
        instanceId: request.handle.id,
      };
      const answer = await callWorld<PollResponse>(
        '/poll',
        call,
        request.signal,
      );
      switch (answer.answer) {
        case 'working':
          return { state: 'working', message: 'Starting' };
        case 'ready':
          return {
            state: 'ready',
            candidate: toInstance(answer.candidate),
            ...(answer.baseline
              ? { baseline: toInstance(answer.baseline) }
              : {}),
          };
        case 'failed': {
          const { answer: _, ...failure } = answer;
          return { state: 'failed', ...failure };
        }
        case 'fenced':
          throw new FencedError(answer.seen, request.fence);
        default: {
          const unknown: never = answer;
          throw new Error(`Unknown answer ${JSON.stringify(unknown)}`);
        }
      }
    },
    async setTraffic(request) {
      const { weight, candidate } = request;
      await effect('setTraffic', request, { weight, instanceId: candidate.id });
    },
    async finalize(request) {
      await effect('finalize', request, { instanceId: request.candidate.id });
    },
    async abort(request) {
      const instanceId = request.candidate?.id;
      await effect('abort', request, instanceId ? { instanceId } : {});
    },
    async cancel(request) {
      const { outcome } = await effect('cancel', request, {
        instanceId: request.handle.id,
      });
      return outcome ?? 'unknown';
    },
    async remove(request) {
      await effect('remove', request, {});
    },
  };
}

function toCall(request: EffectRequest, fenced: boolean) {
  return {
    service: request.service,
    environment: request.environment.name,
    pid: process.pid,
    deploymentId: request.deploymentId,
    key: request.idempotencyKey,
    fence: request.fence,
    fenced,
  };
}

function toInstance({ id, artifact, versionName }: WorldInstance): Instance {
  return { id, artifact, versionName };
}

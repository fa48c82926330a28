import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './behaviour';
import type { EffectLog } from './effectLog';
import type { WorldServiceEnvironment } from './worldServiceEnvironment';
import { createServiceEnvironment } from './worldServiceEnvironment';
import type {
  EffectCall,
  MeasureResponse,
  MeasureCall,
  ObserveResponse,
  ServiceEnvironmentRef,
  PollResponse,
  PollCall,
  WorldInstance,
} from './protocol';

/**
 * The world that deployments change: a server on the loopback address in the harness's own process, which no fault
 * affects. It knows what runs where, and logs every call that would change something.
 */
export interface World {
  readonly url: string;
  /** Returns the instances that actually run. */
  observe(ref: ServiceEnvironmentRef): WorldInstance[];
  /**
   * Delays the next effect call of this process in the network until it is released. Calls `onSent` when the call was
   * sent. Returns `undefined` if the process sent none within the time, in milliseconds.
   */
  delayNextCall(
    pid: number,
    withinMs: number,
    onSent: () => void,
  ): Promise<DelayedCall | undefined>;
  /** From now on nothing fails or takes long, so that the remaining deployments can end. */
  calmDown(): void;
  close(): Promise<void>;
}

/** A call that was sent but has not arrived. */
interface DelayedCall {
  call: EffectCall;
  release(): void;
}

export interface WorldOptions {
  log: EffectLog;
  behaviour: Behaviour;
}

const CALM = {
  takesMs: 5,
  answersAfterMs: 0,
  losesAnswer: false,
  isUnknown: false,
};

export async function startWorld(options: WorldOptions): Promise<World> {
  const { log } = options;
  const serviceEnvironments = new Map<string, WorldServiceEnvironment>();
  const names = new Map<string, string>();
  const measured = new Map<string, number>();
  const traps = new Map<number, (delayedCall: DelayedCall) => void>();
  let nextInstance = 0;
  let observed = 0;
  let isCalm = false;

  const behaviour: Behaviour = {
    ...options.behaviour,
    effect: what => (isCalm ? CALM : options.behaviour.effect(what)),
    observeFails: nth => !isCalm && options.behaviour.observeFails(nth),
  };

  const getServiceEnvironment = ({
    service,
    environment,
  }: ServiceEnvironmentRef): WorldServiceEnvironment => {
    const name = `${service} ${environment}`;
    const serviceEnvironment =
      serviceEnvironments.get(name) ??
      createServiceEnvironment({
        log,
        behaviour,
        nameEffect,
        newId: () => {
          nextInstance += 1;
          return `i${nextInstance}`;
        },
      });
    serviceEnvironments.set(name, serviceEnvironment);
    return serviceEnvironment;
  };

  /** The first call of a deployment names its version, whose number comes from the seed. */
  function nameEffect(
    call: Pick<EffectCall, 'deploymentId' | 'key' | 'version'>,
  ): string {
    if (call.version && !names.has(call.deploymentId)) {
      names.set(call.deploymentId, call.version.name);
    }
    const name = names.get(call.deploymentId) ?? call.version?.name ?? '';
    return call.key.replace(call.deploymentId, name);
  }

  async function effect(call: EffectCall, response: ServerResponse) {
    const trap = traps.get(call.pid);
    if (trap) {
      await new Promise<void>(release => trap({ call, release }));
    }
    const how = behaviour.effect(nameEffect(call));
    if (how.deliversAgainAfterMs !== undefined) {
      setTimeout(
        () => getServiceEnvironment(call).effect(call),
        how.deliversAgainAfterMs,
      ).unref();
    }
    const answer = await getServiceEnvironment(call).effect(call);
    await sleep(how.answersAfterMs);
    if (how.losesAnswer) {
      response.destroy();
      return;
    }
    reply(response, answer);
  }

  function measure({ artifact }: MeasureCall): MeasureResponse {
    const nth = (measured.get(artifact) ?? 0) + 1;
    measured.set(artifact, nth);
    const outcome = behaviour.measurement(artifact, nth);
    switch (outcome) {
      case 'good':
        return { answer: 'value', value: 1 };
      case 'bad':
        return { answer: 'value', value: 0 };
      case 'nothing':
        return { answer: 'nothing' };
      case 'error':
        return { answer: 'error', message: 'The measurement failed' };
      default: {
        const unknown: never = outcome;
        throw new Error(`Unknown outcome ${unknown}`);
      }
    }
  }

  function observe(ref: ServiceEnvironmentRef, response: ServerResponse) {
    observed += 1;
    if (behaviour.observeFails(observed)) {
      response.destroy();
      return;
    }
    const answer: ObserveResponse = {
      instances: getServiceEnvironment(ref).observe(),
    };
    reply(response, answer);
  }

  const server = createServer((request, response) => {
    readBody(request)
      .then(async body => {
        switch (request.url) {
          case '/effect':
            return effect(body as EffectCall, response);
          case '/poll': {
            const call = body as PollCall;
            return reply(
              response,
              getServiceEnvironment(call).poll(call) satisfies PollResponse,
            );
          }
          case '/observe':
            return observe(body as ServiceEnvironmentRef, response);
          case '/measure':
            return reply(response, measure(body as MeasureCall));
          default:
            response.writeHead(404).end();
            return undefined;
        }
      })
      .catch(error => {
        response.writeHead(500).end(String(error));
      });
  });
  // A frozen replica may still need the response.
  server.requestTimeout = 0;
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    observe: ref => getServiceEnvironment(ref).observe(),
    async delayNextCall(pid, withinMs, onSent) {
      const waiting = new AbortController();
      let caught: DelayedCall | undefined;
      traps.set(pid, delayedCall => {
        traps.delete(pid);
        caught = delayedCall;
        onSent();
        waiting.abort();
      });
      await sleep(withinMs, undefined, { signal: waiting.signal }).catch(
        () => {},
      );
      traps.delete(pid);
      return caught;
    },
    calmDown() {
      isCalm = true;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function reply(response: ServerResponse, answer: object): void {
  // The client may have disconnected.
  if (!response.destroyed) {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer));
  }
}

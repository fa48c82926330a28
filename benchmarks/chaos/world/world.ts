import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './behaviour';
import type { EffectLog } from './effectLog';
import type { WorldServiceEnvironment } from './place';
import { createServiceEnvironment } from './place';
import type {
  EffectCall,
  MeasureResponse,
  MeasureCall,
  ObserveResponse,
  ServiceEnvironmentName,
  PollResponse,
  PollCall,
  WorldInstance,
} from './protocol';

/**
 * The world that deployments change: a server on the loopback address, in the harness's own process, that no fault hits.
 * It keeps what runs where, and writes down every call that would change something.
 */
export interface World {
  readonly url: string;
  /** What really runs. */
  observe(serviceEnvironment: ServiceEnvironmentName): WorldInstance[];
  /**
   * Calls back when this process has sent its next call for an effect, and has the network hold that call up until it is
   * let go. Undefined: it sent none within the time, in milliseconds.
   */
  holdUp(
    pid: number,
    withinMs: number,
    onSent: () => void,
  ): Promise<HeldUp | undefined>;
  /** From now on nothing fails or takes long, so that what is left can end. */
  calmDown(): void;
  close(): Promise<void>;
}

/** A call that is on its way. */
interface HeldUp {
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
  const traps = new Map<number, (heldUp: HeldUp) => void>();
  let nextInstance = 0;
  let observed = 0;
  let isCalm = false;

  const behaviour: Behaviour = {
    ...options.behaviour,
    effect: what => (isCalm ? CALM : options.behaviour.effect(what)),
    observeFails: nth => !isCalm && options.behaviour.observeFails(nth),
  };

  const placeOf = ({
    service,
    environment,
  }: ServiceEnvironmentName): WorldServiceEnvironment => {
    const name = `${service} ${environment}`;
    const serviceEnvironment =
      serviceEnvironments.get(name) ??
      createServiceEnvironment({
        log,
        behaviour,
        getName,
        newId: () => {
          nextInstance += 1;
          return `i${nextInstance}`;
        },
      });
    serviceEnvironments.set(name, serviceEnvironment);
    return serviceEnvironment;
  };

  /** The first thing that a deployment does names its version, which the seed numbered. */
  function getName(
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
    const how = behaviour.effect(getName(call));
    if (how.deliversAgainAfterMs !== undefined) {
      setTimeout(
        () => placeOf(call).effect(call),
        how.deliversAgainAfterMs,
      ).unref();
    }
    const answer = await placeOf(call).effect(call);
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
        return { answer: 'error', message: 'The meter is out of order' };
      default: {
        const unknown: never = outcome;
        throw new Error(`Unknown outcome ${unknown}`);
      }
    }
  }

  function observe(
    serviceEnvironment: ServiceEnvironmentName,
    response: ServerResponse,
  ) {
    observed += 1;
    if (behaviour.observeFails(observed)) {
      response.destroy();
      return;
    }
    const answer: ObserveResponse = {
      instances: placeOf(serviceEnvironment).observe(),
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
              placeOf(call).poll(call) satisfies PollResponse,
            );
          }
          case '/observe':
            return observe(body as ServiceEnvironmentName, response);
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
  // Of a frozen replica nobody knows whether it still wants its answer.
  server.requestTimeout = 0;
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    observe: serviceEnvironment => placeOf(serviceEnvironment).observe(),
    async holdUp(pid, withinMs, onSent) {
      const waiting = new AbortController();
      let caught: HeldUp | undefined;
      traps.set(pid, heldUp => {
        traps.delete(pid);
        caught = heldUp;
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
  // Whoever asked may be gone by now.
  if (!response.destroyed) {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer));
  }
}

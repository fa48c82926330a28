import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CreateDeploymentRequest,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';
import type { Replica } from '../../lib';
import { serviceRef } from '../../lib';
import type { Fleet } from '../fleet';
import type { Creation, Ledger } from '../ledger';
import { createRandom } from '../random';
import { ENVIRONMENTS, REQUESTER } from '../scenario';

export interface WorkloadOptions {
  seed: number;
  fleet: Fleet;
  ledger: Ledger;
  services: string[];
}

/** How long a request without a response is retried. */
const RETRY_TIMEOUT_MS = 120_000;

/** Requests deployments like a pipeline: with a key, with retries, and sometimes twice at the same time. */
export function createWorkload({
  seed,
  fleet,
  ledger,
  services,
}: WorkloadOptions) {
  const random = createRandom(seed, 'workload');
  let n = 0;

  return {
    /** Requests a deployment, and returns when it is accepted or rejected. */
    async createNext(): Promise<Creation> {
      n += 1;
      const service = serviceRef(random.pick(services));
      const environment = random.pick(ENVIRONMENTS);
      const kind = pickKind(random.next());
      const asPerson = random.chance(0.5);
      const times = random.chance(0.2) ? random.between(2, 3) : 1;
      const creation: Creation = {
        n,
        kind,
        service,
        environment,
        idempotencyKey: `chaos-${seed}-${n}`,
        ids: [],
        made: 0,
      };
      ledger.creations.push(creation);
      const body: CreateDeploymentRequest = {
        service,
        environment,
        kind,
        ...(kind === 'rollback' ? { reason: 'It hurts' } : {}),
      };
      const person = asPerson ? REQUESTER : undefined;
      if (kind === 'deploy') {
        const artifact = `sha256:${seed}-${n}`;
        await registerVersion(service, { name: `v${n}`, artifact });
        body.artifact = artifact;
      }
      await Promise.all(
        Array.from({ length: times }, () => send(creation, body, person)),
      );
      return creation;
    },
  };

  async function registerVersion(
    service: string,
    version: { name: string; artifact: string },
  ): Promise<void> {
    await sendUntilAnswered(async replica => {
      const { response } = await replica
        .client()
        .POST('/services/{ref}/versions', {
          params: { path: { ref: service } },
          body: version,
        });
      return response.ok || response.status < 500;
    });
  }

  async function send(
    creation: Creation,
    body: CreateDeploymentRequest,
    person: string | undefined,
  ): Promise<void> {
    await sendUntilAnswered(async replica => {
      const { data, error, response } = await replica
        .client(person)
        .POST('/deployments', {
          params: { header: { 'Idempotency-Key': creation.idempotencyKey } },
          body,
        });
      if (data) {
        creation.ids.push(data.id);
        creation.made += response.status === 201 ? 1 : 0;
        return true;
      }
      if (response.status >= 500) {
        return false;
      }
      creation.refusal = JSON.stringify(error);
      return true;
    });
  }

  async function sendUntilAnswered(
    request: (replica: Replica) => Promise<boolean>,
  ): Promise<void> {
    const deadline = Date.now() + RETRY_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const ready = fleet.ready();
      if (ready.length > 0) {
        const isAnswered = await request(random.pick(ready)).catch(() => false);
        if (isAnswered) {
          return;
        }
      }
      await sleep(100);
    }
  }
}

function pickKind(chance: number): DeploymentKind {
  if (chance < 0.04) {
    return 'restart';
  }
  if (chance < 0.09) {
    return 'rollback';
  }
  return chance < 0.11 ? 'remove' : 'deploy';
}

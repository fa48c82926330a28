import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AllowedCommand,
  CommandRequest,
  Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import type { Replica } from '../../lib';
import type { Fleet } from '../fleet';
import type { Click, Ledger } from '../ledger';
import type { Observer, OpenDeployment } from '../observer';
import type { Random } from '../random';
import { createRandom } from '../random';
import { MANAGER } from '../scenario';

export interface PeopleOptions {
  seed: number;
  fleet: Fleet;
  ledger: Ledger;
  observer: Observer;
}

/** How long a deployment waits before a person acts, in milliseconds. */
const REACTION_MS = 1_500;
/** Deployments on which people act in one round. */
const PER_ROUND = 4;

/**
 * Simulates people who decide what deployments wait for, act on running ones, and press buttons once or several times,
 * on any replica.
 */
export function createPeople({ seed, fleet, ledger, observer }: PeopleOptions) {
  const random = createRandom(seed, 'people');

  return {
    /** Acts on some deployments. `calm`: makes only necessary decisions, so that all deployments end. */
    async round(calm: boolean): Promise<void> {
      const ready = fleet.ready();
      if (ready.length === 0) {
        return;
      }
      const open = await observer.open();
      const waiting = shuffled(random, open.filter(needsPerson));
      const others = calm
        ? []
        : shuffled(
            random,
            open.filter(it => !needsPerson(it) && random.chance(0.06)),
          );
      const chosen = [...waiting, ...others].slice(0, PER_ROUND);
      await Promise.all(chosen.map(it => actOn(it, calm)));
    },
  };

  async function actOn(
    deployment: OpenDeployment,
    calm: boolean,
  ): Promise<void> {
    const ready = fleet.ready();
    if (ready.length === 0) {
      return;
    }
    const { service, environment, blockers } = deployment;
    const path = {
      params: { path: { ref: service, environment } },
    };
    const client = random.pick(ready).client(MANAGER);
    if (blockers.includes('hold') && (calm || random.chance(0.6))) {
      await client
        .POST('/services/{ref}/environments/{environment}/hold', {
          ...path,
          body: { reason: 'It will not happen again' },
        })
        .catch(() => {});
      return;
    }
    if (blockers.includes('drift')) {
      const choice = random.chance(0.5) ? 'adopt' : 'overwrite';
      const { data: overview } = await client
        .GET('/services/{ref}/overview', { params: { path: { ref: service } } })
        .catch(() => ({ data: undefined }));
      const drift = overview?.environments.find(
        state => state.environment.name === environment,
      )?.drift;
      if (drift) {
        await client
          .POST('/services/{ref}/environments/{environment}/drift', {
            ...path,
            body: { choice, reason: 'It is known', drift: drift.id },
          })
          .catch(() => {});
      }
      return;
    }
    const { data } = await client
      .GET('/deployments/{id}', { params: { path: { id: deployment.id } } })
      .catch(() => ({ data: undefined }));
    const command = data && choose(random, data, calm);
    if (command) {
      await press(deployment.id, command, data);
    }
  }

  /** Presses a button once or several times, on different replicas at the same time. */
  async function press(
    deploymentId: string,
    command: AllowedCommand,
    seen: Deployment,
  ): Promise<void> {
    const times = random.chance(0.4) ? random.between(2, 3) : 1;
    const click: Click = {
      deploymentId,
      commandId: randomUUID(),
      type: command.type,
      ...(command.stepId === undefined ? {} : { stepId: command.stepId }),
      ...(command.choice === undefined ? {} : { choice: command.choice }),
      by: MANAGER,
      sent: times,
      answers: [],
      outcomes: [],
    };
    ledger.clicks.push(click);
    const body: CommandRequest = {
      type: click.type,
      commandId: click.commandId,
      reason: 'Chaos',
      ...(click.stepId === undefined ? {} : { stepId: click.stepId }),
      ...(click.choice === undefined ? {} : { choice: click.choice }),
      ...(click.type === 'approve' && seen.planHash
        ? { planHash: seen.planHash }
        : {}),
    };
    const targets = Array.from({ length: times }, () =>
      random.pick(fleet.replicas),
    );
    await Promise.all(targets.map(target => send(target, click, body)));
    // No response: the person presses again, which is still the same command.
    for (let tries = 0; tries < 40 && !isAnswered(click); tries += 1) {
      await sleep(250);
      const ready = fleet.ready();
      if (ready.length > 0) {
        click.sent += 1;
        await send(random.pick(ready), click, body);
      }
    }
  }

  async function send(
    replica: Replica,
    click: Click,
    body: CommandRequest,
  ): Promise<void> {
    try {
      const { data, error, response } = await replica
        .client(MANAGER)
        .POST('/deployments/{id}/commands', {
          params: { path: { id: click.deploymentId } },
          body,
        });
      click.answers.push(response.status);
      if (data) {
        const { status, at, seq } = data;
        click.outcomes.push(JSON.stringify({ status, at, seq }));
      } else if (response.status === 409) {
        click.outcomes.push(JSON.stringify(error).slice(0, 500));
      }
    } catch {
      click.answers.push(0);
    }
  }
}

function isAnswered({ answers }: Click): boolean {
  return answers.some(status => status > 0 && status < 500);
}

function needsPerson(deployment: OpenDeployment): boolean {
  const { status, blockers, isPaused, awaitsDecision, at } = deployment;
  const isDue = Date.now() - at > REACTION_MS;
  const hasBlocker = blockers.some(kind =>
    ['approval', 'hold', 'drift'].includes(kind),
  );
  return (
    isDue &&
    (hasBlocker ||
      isPaused ||
      awaitsDecision ||
      status === 'waiting' ||
      isOld(at))
  );
}

/** Whether nothing has happened for a while, so that a person may have to abandon it. */
function isOld(at: number): boolean {
  return Date.now() - at > 20_000;
}

/** Relative frequency with which people press the buttons that the portal offers. */
const WEIGHTS: Partial<Record<AllowedCommand['type'], number>> = {
  approve: 30,
  decide: 20,
  resume: 15,
  abandon: 10,
  retryStep: 8,
  reject: 2,
  override: 3,
  skipStep: 1,
  pause: 3,
  cancel: 2,
  rollback: 2,
};

const NECESSARY: ReadonlySet<AllowedCommand['type']> = new Set([
  'approve',
  'decide',
  'resume',
  'abandon',
  'retryStep',
]);

function choose(
  random: Random,
  { commands }: Deployment,
  calm: boolean,
): AllowedCommand | undefined {
  const offered = commands.filter(
    ({ type, allowed }) => allowed && (!calm || NECESSARY.has(type)),
  );
  const sum = offered.reduce((all, { type }) => all + (WEIGHTS[type] ?? 0), 0);
  let left = random.next() * sum;
  return offered.find(({ type }) => {
    left -= WEIGHTS[type] ?? 0;
    return left < 0;
  });
}

function shuffled<T>(random: Random, list: T[]): T[] {
  return list
    .map(value => ({ value, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

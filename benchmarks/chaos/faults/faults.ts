import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresServer, Replica } from '../../lib';
import { pollUntil } from '../../lib';
import type { Fleet } from '../fleet';
import type { Fault, Ledger } from '../ledger';
import type { Observer } from '../observer';
import { createRandom } from '../random';
import type { World } from '../world/world';
import { loseQueue } from './loseQueue';

export interface FaultOptions {
  seed: number;
  fleet: Fleet;
  ledger: Ledger;
  observer: Observer;
  server: PostgresServer;
  world: World;
  leaseMs: number;
  /** Mean time between two faults, in milliseconds. */
  everyMs: number;
}

/** Percentage of each fault; the rest are kills. */
const SHARES = { freeze: 8, cut: 7, loseQueue: 4, restart: 3 };
/** How long to wait for a call during which to freeze a replica, in milliseconds. */
const CALL_WAIT_MS = 3_000;
/** How long to wait for replicas to be ready before the next fault, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Injects faults at random times. */
export function createFaults(options: FaultOptions) {
  const { fleet, ledger, observer, server, world, leaseMs, everyMs } = options;
  const random = createRandom(options.seed, 'faults');
  const recoveries = new Set<Promise<unknown>>();
  const restarting = new Set<Replica>();
  const aboutToFreeze = new Set<Replica>();

  const recover = (work: Promise<unknown>) => {
    const recovery = work.finally(() => recoveries.delete(recovery));
    recoveries.add(recovery);
  };

  /** Restarts a replica like an orchestrator: repeatedly, because the next fault may interrupt a start. */
  async function restartReplica(
    replica: Replica,
    pauseMs: number,
  ): Promise<void> {
    restarting.add(replica);
    do {
      await sleep(pauseMs);
    } while (!(await fleet.startAndWait(replica)));
    restarting.delete(replica);
  }

  return {
    /** Waits a random time, then injects a fault. */
    async next(): Promise<void> {
      await sleep(everyMs * (0.2 + random.next() * 1.6));
      for (const replica of fleet.replicas) {
        if (replica.state === 'stopped' && !restarting.has(replica)) {
          recover(restartReplica(replica, 500));
        }
      }
      await waitForTwoReplicas();
      const share = random.next() * 100;
      if (share < SHARES.freeze) {
        freeze();
      } else if (share < SHARES.freeze + SHARES.cut) {
        await cut();
      } else if (share < SHARES.freeze + SHARES.cut + SHARES.loseQueue) {
        await dropQueue();
      } else if (
        share <
        SHARES.freeze + SHARES.cut + SHARES.loseQueue + SHARES.restart
      ) {
        await restartPostgres();
      } else {
        await kill();
      }
    },
    /** Waits until all replicas have recovered. */
    async waitForRecovery(): Promise<void> {
      await Promise.all(recoveries);
      for (const replica of fleet.replicas) {
        replica.thaw();
        if (replica.state === 'stopped') {
          await fleet.startAndWait(replica);
        }
      }
    },
  };

  /** Waits until two replicas are ready, so that slow starts do not change how often each fault happens. */
  async function waitForTwoReplicas(): Promise<void> {
    await pollUntil(() => (fleet.ready().length < 2 ? undefined : true), {
      intervalMs: 100,
      timeoutMs: TIMEOUT_MS,
    });
  }

  /** Picks a replica. Usually another one remains to take over; sometimes none does. */
  function pickReplica(): Replica | undefined {
    const ready = fleet.ready();
    const needed = random.chance(0.04) ? 1 : 2;
    return ready.length < needed ? undefined : random.pick(ready);
  }

  async function kill(): Promise<void> {
    const replica = pickReplica();
    const pid = replica?.pid;
    if (!replica || pid === undefined) {
      return;
    }
    const fault: Fault = {
      kind: 'kill',
      at: Date.now(),
      replica: replica.name,
      pid,
    };
    ledger.faults.push(fault);
    const pauseMs = 200 + random.next() * 1_500;
    restarting.add(replica);
    await replica.kill();
    recover(
      restartReplica(replica, pauseMs).then(() => {
        fault.readyAt = Date.now();
      }),
    );
  }

  function freeze(): void {
    const replica = pickReplica();
    const pid = replica?.pid;
    if (!replica || pid === undefined || aboutToFreeze.has(replica)) {
      return;
    }
    recover(freezeInCall(replica, pid, random.next()));
  }

  /**
   * Freezes a replica during a call, for longer than the lease. Others take over its work before the call arrives and
   * the replica continues.
   */
  async function freezeInCall(
    replica: Replica,
    pid: number,
    length: number,
  ): Promise<void> {
    aboutToFreeze.add(replica);
    const freezeIt = () => {
      if (replica.pid === pid) {
        replica.freeze();
      }
    };
    const delayedCall = await world.delayNextCall(pid, CALL_WAIT_MS, freezeIt);
    // It may have been killed meanwhile. It is frozen even if it made no call.
    freezeIt();
    aboutToFreeze.delete(replica);
    if (replica.pid !== pid) {
      delayedCall?.release();
      return;
    }
    const forMs = leaseMs + 1_000 + length * 3_000;
    ledger.faults.push({
      kind: 'freeze',
      at: Date.now(),
      replica: replica.name,
      pid,
      until: Date.now() + forMs,
      ...(delayedCall ? { inCall: delayedCall.call.key } : {}),
    });
    await sleep(forMs);
    delayedCall?.release();
    if (replica.pid === pid) {
      replica.thaw();
    }
  }

  async function cut(): Promise<void> {
    const replica = random.pick(fleet.replicas);
    const at = Date.now();
    const { rows } = await observer.knex
      .raw(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()
           and application_name like ? and application_name <> 'slipway-benchmark'`,
        [random.chance(0.7) ? `${replica.name}%` : '%'],
      )
      .catch(() => ({ rows: [] }));
    ledger.faults.push({ kind: 'cut', at, connections: rows.length });
  }

  async function dropQueue(): Promise<void> {
    const how = random.chance(0.5) ? 'truncate' : 'drop';
    const at = Date.now();
    const isLost = await loseQueue(observer.knex, how).catch(() => false);
    if (isLost) {
      ledger.faults.push({ kind: 'lose-queue', at, how });
    }
  }

  async function restartPostgres(): Promise<void> {
    if (!server.restart) {
      return;
    }
    const mode = random.chance(0.5) ? 'fast' : 'immediate';
    const at = Date.now();
    await server.restart(mode);
    ledger.faults.push({
      kind: 'restart-postgres',
      at,
      mode,
      until: Date.now(),
    });
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresServer, Replica } from '../../lib';
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

/** How often of 100 each happens; the rest are kills. */
const SHARES = { freeze: 8, cut: 7, loseQueue: 4, restart: 3 };
/** How long it is waited for the moment to freeze a replica, in milliseconds. */
const CATCH_WITHIN_MS = 3_000;
/** How long it is waited for replicas to come back before there is trouble again, in milliseconds. */
const AT_MOST_MS = 15_000;

/** Makes trouble at random moments. Returns how to make the next. */
export function createFaults(options: FaultOptions) {
  const { fleet, ledger, observer, server, world, leaseMs, everyMs } = options;
  const random = createRandom(options.seed, 'faults');
  const healing = new Set<Promise<unknown>>();
  const comingBack = new Set<Replica>();
  const toBeFrozen = new Set<Replica>();

  const heal = (work: Promise<unknown>) => {
    const healed = work.finally(() => healing.delete(healed));
    healing.add(healed);
  };

  /** As whatever runs replicas would: again and again, because a start may meet the next fault. */
  async function bringBack(replica: Replica, pauseMs: number): Promise<void> {
    comingBack.add(replica);
    do {
      await sleep(pauseMs);
    } while (!(await fleet.bringUp(replica)));
    comingBack.delete(replica);
  }

  return {
    /** Waits for its moment, and does something bad. */
    async next(): Promise<void> {
      await sleep(everyMs * (0.2 + random.next() * 1.6));
      for (const replica of fleet.replicas) {
        if (replica.state === 'stopped' && !comingBack.has(replica)) {
          heal(bringBack(replica, 500));
        }
      }
      await untilTwoAreReady();
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
    /** Until everything that was broken is whole again. */
    async healed(): Promise<void> {
      await Promise.all(healing);
      for (const replica of fleet.replicas) {
        replica.thaw();
        if (replica.state === 'stopped') {
          await fleet.bringUp(replica);
        }
      }
    },
  };

  /** Replicas that take long to come back must not change how often each fault happens. */
  async function untilTwoAreReady(): Promise<void> {
    const until = Date.now() + AT_MOST_MS;
    while (fleet.ready().length < 2 && Date.now() < until) {
      await sleep(100);
    }
  }

  /** As a rule another one is left to take over; now and then none is. */
  function victim(): Replica | undefined {
    const ready = fleet.ready();
    const needed = random.chance(0.04) ? 1 : 2;
    return ready.length < needed ? undefined : random.pick(ready);
  }

  async function kill(): Promise<void> {
    const replica = victim();
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
    comingBack.add(replica);
    await replica.kill();
    heal(
      bringBack(replica, pauseMs).then(() => {
        fault.readyAt = Date.now();
      }),
    );
  }

  function freeze(): void {
    const replica = victim();
    const pid = replica?.pid;
    if (!replica || pid === undefined || toBeFrozen.has(replica)) {
      return;
    }
    heal(freezeInCall(replica, pid, random.next()));
  }

  /**
   * In the middle of a call, and for longer than the lease. Its call arrives when others have been at its work, and so
   * does it.
   */
  async function freezeInCall(
    replica: Replica,
    pid: number,
    length: number,
  ): Promise<void> {
    toBeFrozen.add(replica);
    const freezeIt = () => {
      if (replica.pid === pid) {
        replica.freeze();
      }
    };
    const delayedCall = await world.delayNextCall(pid, CATCH_WITHIN_MS, freezeIt);
    // It may have been killed meanwhile. Where it called nobody, it is frozen all the same.
    freezeIt();
    toBeFrozen.delete(replica);
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

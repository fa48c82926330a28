import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../persistence/database';
import { isOutage } from '../../persistence/database';
import type { ClassifiedEvent } from './classifyEvent';
import { chooseOnes } from './classifyEvent';
import { persist } from './persistEvent';

/** More than this in one request is worth a transaction of its own, and would make others wait. */
const SMALL = 50;
/** Of this many events a transaction is short still. */
const AT_MOST = 500;
/** About as long as a commit takes. */
const GATHER_MS = 4;

interface Member {
  classified: readonly ClassifiedEvent[];
  now: number;
  succeed(repeated: Set<string>): void;
  fail(error: unknown): void;
}

/**
 * Keeps what was judged, and returns which of the events were accepted before. Pipelines send their events one at a time
 * and many pipelines at once: those that come while a transaction is under way share the next one, as a commit costs more
 * than all that is written in it. Each request is answered after the commit that has its own events.
 */
export function persistBatch(
  database: Database,
): (
  classified: readonly ClassifiedEvent[],
  now: number,
) => Promise<Set<string>> {
  const waiting: Member[] = [];
  let isBusy = false;

  const alone = (classified: readonly ClassifiedEvent[], now: number) =>
    database.transaction(trx => persist(trx, classified, now));

  const together = async (members: readonly Member[]) => {
    const chosen = chooseOnes(members.flatMap(({ classified }) => classified));
    const now = Math.min(...members.map(member => member.now));
    const before = await alone([...chosen.values()], now);
    // Of an event that two of them tell the second is a repetition.
    return members.map(({ classified }) => {
      const repeated = classified.filter(one => {
        const first = chosen.get(one.record.id);
        return (
          before.has(one.record.id) ||
          (first !== one && first?.record.status === 'accepted')
        );
      });
      return new Set(repeated.map(({ record }) => record.id));
    });
  };

  const keepSome = async (members: readonly Member[]) => {
    try {
      const answers = await together(members);
      members.forEach(({ succeed }, i) => succeed(answers[i]));
    } catch (error) {
      if (members.length === 1 || isOutage(error)) {
        members.forEach(({ fail }) => fail(error));
        return;
      }
      // What one of them says may be what failed; the others are not to suffer for it.
      for (const { classified, now, succeed, fail } of members) {
        await alone(classified, now).then(succeed, fail);
      }
    }
  };

  const run = async () => {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length > 0) {
      let events = 0;
      let members = 0;
      for (const { classified } of waiting) {
        events += classified.length;
        if (members > 0 && events > AT_MOST) break;
        members++;
      }
      await keepSome(waiting.splice(0, members));
      // Those who have just been answered are about to send their next events; who comes alone is not kept waiting.
      if (members > 1) await sleep(GATHER_MS);
    }
    isBusy = false;
  };

  return (classified, now) => {
    if (classified.length > SMALL) return alone(classified, now);
    return new Promise((succeed, fail) => {
      waiting.push({ classified, now, succeed, fail });
      run();
    });
  };
}

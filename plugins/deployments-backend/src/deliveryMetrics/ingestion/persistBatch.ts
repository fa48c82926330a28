import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../persistence/database';
import { isOutage } from '../../persistence/isOutage';
import type { ClassifiedEvent } from './classifyEvents';
import { chooseBest } from './classifyEvents';
import { persistEvents } from './persistEvents';

/** A request with more events gets its own transaction, because it would make others wait. */
const MAX_SHARED_EVENTS = 50;
/** A transaction with this many events is still short. */
const MAX_EVENTS = 500;
/** About as long as a commit takes. */
const GATHER_MS = 4;

interface Member {
  classified: readonly ClassifiedEvent[];
  now: number;
  succeed(repeated: Set<string>): void;
  fail(error: unknown): void;
}

/**
 * Stores classified events, and returns the ids of those that were accepted before. Many pipelines send single events
 * at the same time. Events that arrive during a transaction share the next one, because a commit costs more than all
 * writes in it. A request is answered after the commit with its events.
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
    database.transaction(trx => persistEvents(trx, classified, now));

  const together = async (members: readonly Member[]) => {
    const chosen = chooseBest(members.flatMap(({ classified }) => classified));
    const now = Math.min(...members.map(member => member.now));
    const before = await alone([...chosen.values()], now);
    // If two requests contain the same event, the second is a repetition.
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

  const persistSome = async (members: readonly Member[]) => {
    try {
      const answers = await together(members);
      members.forEach(({ succeed }, i) => succeed(answers[i]));
    } catch (error) {
      if (members.length === 1 || isOutage(error)) {
        members.forEach(({ fail }) => fail(error));
        return;
      }
      // One request's data may have caused the error, so each gets its own transaction.
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
        if (members > 0 && events > MAX_EVENTS) break;
        members++;
      }
      await persistSome(waiting.splice(0, members));
      // Clients that just got a response are about to send their next events; a single client does not wait.
      if (members > 1) await sleep(GATHER_MS);
    }
    isBusy = false;
  };

  return (classified, now) => {
    if (classified.length > MAX_SHARED_EVENTS) return alone(classified, now);
    return new Promise((succeed, fail) => {
      waiting.push({ classified, now, succeed, fail });
      run();
    });
  };
}

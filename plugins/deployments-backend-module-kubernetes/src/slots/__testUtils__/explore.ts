import { FencedError } from '@slipway/backstage-plugin-deployments-node';
import type { EffectContext } from '../../rollout/effectDecision';
import { decideEffect, type SlotsEffect } from '../decideSlots';
import type { ObjectWrite, SlotObject, SlotsSnapshot } from '../slotObjects';
import { applyWrite, toSnapshot, type ModelObjects } from './modelCluster';

/** A process that performs effects, one after the other. */
export interface ModelOwner {
  effects: { context: EffectContext; effect: SlotsEffect }[];
}

/** A guard that is taken away, to see whether the exploration notices. */
export interface Sabotage {
  /** The server accepts writes that are based on an earlier version. */
  versions?: boolean;
  /** Changes what an owner sees. */
  see?(snapshot: SlotsSnapshot, fence: number): SlotsSnapshot;
  /** Changes what an owner writes. */
  write?(write: ObjectWrite): ObjectWrite;
}

/** A state of the exploration, for checks. */
export interface ModelState {
  objects: ModelObjects;
  /** By owner: whether it has performed all of its effects. */
  hasFinished: boolean[];
}

interface OwnerState {
  /** Index of the effect in progress. */
  effect: number;
  /** What has been read so far, in the order of `readOrder`. */
  read: number[];
  /** A write on its way to the server. */
  inFlight?: number;
  isStopped?: boolean;
}

interface State {
  /** By object: the index of its interned version; -1 if there is none. */
  objects: number[];
  owners: OwnerState[];
}

/** What an owner does after it has read everything: a number is the index of a write. */
type Decided = 'next' | 'again' | 'stop' | number;

const OBJECTS: SlotObject[] = ['workload', 'a', 'b', 'service', 'record'];
/** Owners that undo each other's writes for ever reach ever new versions. */
const MOST_STATES = 400_000;
const RECORD = OBJECTS.indexOf('record');
/** Not changed after their creation, which the model skips. */
const STATIC: SlotObject[] = ['service-a', 'service-b'];

/**
 * Visits every state that some owners can reach together, if each of their requests can take any time: every interleaving of
 * reads and writes. An owner that crashes is one that is not scheduled again; its last write may still arrive at any later
 * time. Returns what the check says about the first state that it rejects.
 */
export function explore(
  initial: ModelObjects,
  owners: readonly ModelOwner[],
  check: (state: ModelState) => string | undefined,
  {
    isReadTogether = false,
    sabotage = {},
  }: {
    /** Whether all objects but the record are read in one step, which makes three owners feasible. */
    isReadTogether?: boolean;
    sabotage?: Sabotage;
  } = {},
): { states: number; violation?: string } {
  const values = createPool<unknown>();
  const writes = createPool<ObjectWrite>();
  const fixed = Object.fromEntries(
    STATIC.flatMap(object =>
      initial[object] ? [[object, initial[object]]] : [],
    ),
  );
  const others = [...OBJECTS.keys()].filter(index => index !== RECORD);
  const readSteps = [
    ...(isReadTogether ? [others] : others.map(index => [index])),
    [RECORD],
  ];
  const readOrder = readSteps.flat();
  const toObjects = (ids: readonly number[]): ModelObjects => ({
    ...fixed,
    ...Object.fromEntries(
      ids.flatMap((id, index) => {
        const object = OBJECTS[index];
        return id >= 0 && object ? [[object, values.get(id)]] : [];
      }),
    ),
  });
  const toIds = (objects: ModelObjects) =>
    OBJECTS.map(object => {
      const stored = objects[object];
      return stored ? values.add(stored) : -1;
    });

  const decisions = new Map<string, Decided>();
  const decideOnce = (
    owner: ModelOwner | undefined,
    index: number,
    objects: ModelObjects,
  ): Decided => {
    const current = owner?.effects[index];
    if (!current) return 'stop';
    const { context, effect } = current;
    const snapshot = toSnapshot(structuredClone(objects));
    try {
      const decision = decideEffect(
        sabotage.see?.(snapshot, context.fence) ?? snapshot,
        context,
        effect,
      );
      if (decision.do !== 'write') {
        return decision.do === 'wait' ? 'again' : 'next';
      }
      return writes.add(sabotage.write?.(decision.write) ?? decision.write);
    } catch (error) {
      const isExpected =
        error instanceof FencedError || (error as { code?: string }).code;
      if (!isExpected) throw error;
      return 'stop';
    }
  };
  /** Decides as the owner does: the index of a write, or whether the effect is over. */
  const decide = (owner: number, { effect, read }: OwnerState) => {
    const key = `${owner}:${effect}:${read}`;
    const known = decisions.get(key);
    if (known !== undefined) return known;
    const ids = OBJECTS.map((_, index) => read[readOrder.indexOf(index)] ?? -1);
    const decided = decideOnce(owners[owner], effect, toObjects(ids));
    decisions.set(key, decided);
    return decided;
  };

  const advance = (state: State, index: number): State | undefined => {
    const owner = state.owners[index];
    if (!owner || owner.isStopped) return undefined;
    const replace = (next: OwnerState, objects = state.objects): State => ({
      objects,
      owners: state.owners.map((it, other) => (other === index ? next : it)),
    });
    if (owner.inFlight !== undefined) {
      const after = applyWrite(
        toObjects(state.objects),
        writes.get(owner.inFlight),
        { checksVersions: !sabotage.versions },
      );
      // Whether it was accepted or not, everything is read again.
      return replace(
        { effect: owner.effect, read: [] },
        after ? toIds(after) : state.objects,
      );
    }
    if (owner.read.length < OBJECTS.length) {
      let begun = 0;
      const step = readSteps.find(objects => {
        const isNext = begun === owner.read.length;
        begun += objects.length;
        return isNext;
      });
      const versions = (step ?? []).map(object => state.objects[object] ?? -1);
      return replace({ ...owner, read: [...owner.read, ...versions] });
    }
    const decided = decide(index, owner);
    if (decided === 'again') {
      return replace({ effect: owner.effect, read: [] });
    }
    if (decided === 'stop') {
      return replace({ effect: owner.effect, read: [], isStopped: true });
    }
    return decided === 'next'
      ? replace({
          effect: owner.effect + 1,
          read: [],
          ...(owner.effect + 1 === owners[index]?.effects.length
            ? { isStopped: true }
            : {}),
        })
      : replace({ ...owner, read: [], inFlight: decided });
  };

  const first: State = {
    objects: toIds(initial),
    owners: owners.map(() => ({ effect: 0, read: [] })),
  };
  const seen = new Set([JSON.stringify(first)]);
  const waiting = [first];
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (seen.size > MOST_STATES) {
      return { states: seen.size, violation: 'There is no end to the states' };
    }
    const violation = check({
      objects: toObjects(state.objects),
      hasFinished: state.owners.map(
        ({ effect }, index) => effect === owners[index]?.effects.length,
      ),
    });
    if (violation) return { states: seen.size, violation };
    for (const index of owners.keys()) {
      const next = advance(state, index);
      const key = next && JSON.stringify(next);
      if (!next || !key || seen.has(key)) continue;
      seen.add(key);
      waiting.push(next);
    }
  }
  return { states: seen.size };
}

/** Numbers values, so that a state is a few numbers. */
function createPool<TValue>() {
  const ids = new Map<string, number>();
  const values: TValue[] = [];
  return {
    add(value: TValue): number {
      const key = JSON.stringify(value);
      const known = ids.get(key);
      if (known !== undefined) return known;
      ids.set(key, values.length);
      values.push(value);
      return values.length - 1;
    },
    get: (id: number): TValue => values[id] as TValue,
  };
}

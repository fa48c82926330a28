import {
  createLatencyHistogram,
  type LatencyHistogram,
} from './latencyHistogram';

/** How long requests are recorded. */
export const RETENTION_MS = 30 * 60_000;
/** Length of a recent slot, which is the resolution of a period's bounds, and of an older one. */
const FINE_MS = 100;
const COARSE_MS = 1_000;
const FINE_RETENTION_MS = 60_000;

/** Counts and latencies of a set of requests. */
export interface TrafficSummary {
  requests: number;
  errors: number;
  latency: LatencyHistogram;
}

interface Slot extends TrafficSummary {
  start: number;
  length: number;
}

/** Requests that one instance handled in the last half hour. */
export interface TrafficSeries {
  add(at: number, request: { error: boolean; durationMs: number }): void;
  /**
   * Sums up requests that completed in `[from, to)`, epoch milliseconds, both rounded down to the start of a slot. So
   * adjoining periods have each request once, also if the last slot isn't over yet.
   */
  summarize(from: number, to: number): TrafficSummary;
  /** Epoch milliseconds of the latest slot; 0 if there is none. */
  lastAt(): number;
}

/** Creates a summary without requests. */
export function createEmptySummary(): TrafficSummary {
  return { requests: 0, errors: 0, latency: createLatencyHistogram() };
}

/** Adds the second summary to the first. */
export function addSummary(into: TrafficSummary, from: TrafficSummary): void {
  into.requests += from.requests;
  into.errors += from.errors;
  into.latency.merge(from.latency);
}

/**
 * Creates a series of slots of 100 ms, which are merged into slots of a second after a minute: recent periods have
 * exact bounds, and half an hour needs little memory.
 */
export function createTrafficSeries(): TrafficSeries {
  /** By start, oldest first. */
  let coarse: Slot[] = [];
  let fine: Slot[] = [];

  const slotAt = (slots: Slot[], at: number, length: number): Slot => {
    const start = Math.floor(at / length) * length;
    // The clock may have been set back, so the slot need not be the last one.
    for (let index = slots.length - 1; index >= 0; index--) {
      const slot = slots[index];
      if (!slot || slot.start < start) break;
      if (slot.start === start) return slot;
    }
    const slot = { start, length, ...createEmptySummary() };
    slots.push(slot);
    return slot;
  };

  const mergeOldSlots = (now: number) => {
    const [oldest] = fine;
    if (!oldest || oldest.start >= now - FINE_RETENTION_MS - COARSE_MS) return;
    // Whole seconds only, so that no second is split between fine and coarse slots.
    const border =
      Math.floor((now - FINE_RETENTION_MS) / COARSE_MS) * COARSE_MS;
    for (const slot of fine) {
      if (slot.start < border) {
        addSummary(slotAt(coarse, slot.start, COARSE_MS), slot);
      }
    }
    fine = fine.filter(slot => slot.start >= border);
    coarse = coarse.filter(slot => slot.start >= now - RETENTION_MS);
  };

  return {
    add(at, { error, durationMs }) {
      const slot = slotAt(fine, at, FINE_MS);
      slot.requests += 1;
      if (error) slot.errors += 1;
      slot.latency.add(durationMs);
      mergeOldSlots(at);
    },
    summarize(from, to) {
      const summary = createEmptySummary();
      for (const slot of [...coarse, ...fine]) {
        const end = slot.start + slot.length;
        if (end > from && end <= to) {
          addSummary(summary, slot);
        }
      }
      return summary;
    },
    lastAt: () => (fine.at(-1) ?? coarse.at(-1))?.start ?? 0,
  };
}

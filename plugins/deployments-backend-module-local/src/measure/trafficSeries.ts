import {
  createLatencyHistogram,
  type LatencyHistogram,
} from './latencyHistogram';

/** How long measurements are kept. */
export const KEPT_MS = 30 * 60_000;
/** The resolution of a period's bounds, and what older parts are merged to. */
const FINE_MS = 100;
const COARSE_MS = 1_000;
const FINE_KEPT_MS = 60_000;

export interface TrafficSummary {
  requests: number;
  errors: number;
  latency: LatencyHistogram;
}

interface Slot extends TrafficSummary {
  start: number;
  length: number;
}

/** What one instance answered over the last half hour. */
export interface TrafficSeries {
  add(at: number, answer: { error: boolean; durationMs: number }): void;
  /** Requests answered in `[from, to)`, by the slot that they fell in. */
  summarize(from: number, to: number): TrafficSummary;
  lastAt(): number;
}

export function emptySummary(): TrafficSummary {
  return { requests: 0, errors: 0, latency: createLatencyHistogram() };
}

export function mergeInto(into: TrafficSummary, from: TrafficSummary): void {
  into.requests += from.requests;
  into.errors += from.errors;
  into.latency.merge(from.latency);
}

/**
 * Slots of a tenth of a second, merged to whole seconds after a minute: recent periods have sharp bounds, and half an
 * hour stays small.
 */
export function createTrafficSeries(): TrafficSeries {
  /** By start, oldest first. */
  let coarse: Slot[] = [];
  let fine: Slot[] = [];

  const slotAt = (slots: Slot[], at: number, length: number): Slot => {
    const start = Math.floor(at / length) * length;
    // The clock may be set back: then the slot is not the last one.
    for (let index = slots.length - 1; index >= 0; index--) {
      const slot = slots[index];
      if (!slot || slot.start < start) break;
      if (slot.start === start) return slot;
    }
    const slot = { start, length, ...emptySummary() };
    slots.push(slot);
    return slot;
  };

  const age = (now: number) => {
    const [oldest] = fine;
    if (!oldest || oldest.start >= now - FINE_KEPT_MS - COARSE_MS) return;
    // Whole seconds only, so that a second is never half here and half there.
    const border = Math.floor((now - FINE_KEPT_MS) / COARSE_MS) * COARSE_MS;
    for (const slot of fine) {
      if (slot.start < border) {
        mergeInto(slotAt(coarse, slot.start, COARSE_MS), slot);
      }
    }
    fine = fine.filter(slot => slot.start >= border);
    coarse = coarse.filter(slot => slot.start >= now - KEPT_MS);
  };

  return {
    add(at, { error, durationMs }) {
      const slot = slotAt(fine, at, FINE_MS);
      slot.requests += 1;
      if (error) slot.errors += 1;
      slot.latency.add(durationMs);
      age(at);
    },
    summarize(from, to) {
      const summary = emptySummary();
      for (const slot of [...coarse, ...fine]) {
        if (slot.start + slot.length > from && slot.start < to) {
          mergeInto(summary, slot);
        }
      }
      return summary;
    },
    lastAt: () => (fine.at(-1) ?? coarse.at(-1))?.start ?? 0,
  };
}

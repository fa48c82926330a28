const STAGES = [
  { untilMs: 60_000, everyMs: 3_000 },
  { untilMs: 300_000, everyMs: 10_000 },
];
const LATER_MS = 30_000;

/** How soon to poll a run again, in milliseconds. A run that has taken long will hardly end in the next seconds. */
export function choosePollInterval(ageMs: number): number {
  return STAGES.find(({ untilMs }) => ageMs < untilMs)?.everyMs ?? LATER_MS;
}

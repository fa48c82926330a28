const UNITS: [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
];

/** A duration as people say it, to its largest unit: `45 s`, `3 min`, `2 h`. In milliseconds. */
export function inWords(ms: number): string {
  const unit = UNITS.find(([, size]) => ms >= size);
  return unit === undefined
    ? `${Math.max(0, Math.round(ms / 1000))} s`
    : `${Math.floor(ms / unit[1])} ${unit[0]}`;
}

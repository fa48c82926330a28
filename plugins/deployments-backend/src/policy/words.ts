const UNITS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1000 },
] as const;

/** Rounded down to whole seconds, the two largest units: `2 d 14 h`, `90 s` is `1 min 30 s`. */
export function durationInWords(ms: number): string {
  const parts: string[] = [];
  let rest = Math.floor(ms / 1000) * 1000;
  for (const { unit, ms: size } of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count} ${unit}`);
    } else if (parts.length > 0) {
      // Neighbouring units only: `1 d 5 s` would claim a precision that the missing hours do not have.
      break;
    }
    if (parts.length === 2) {
      break;
    }
  }
  return parts.length > 0 ? parts.join(' ') : '0 s';
}

/** Readers for columns whose values differ between the two databases. */

/** PostgreSQL returns bigints as strings. */
export type BigIntColumn = number | string;

export function readNumber(value: BigIntColumn): number {
  return typeof value === 'number' ? value : Number(value);
}

export function readOptionalNumber(
  value: BigIntColumn | null | undefined,
): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

export function readOptionalText(
  value: string | null | undefined,
): string | undefined {
  return value ?? undefined;
}

/** Parses a JSON column. Its type isn't checked, because only this plugin writes these columns. */
export function readJson<T>(value: string): T {
  return JSON.parse(value);
}

export function readOptionalJson<T>(
  value: string | null | undefined,
): T | undefined {
  return value === null || value === undefined ? undefined : JSON.parse(value);
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value);
}

export function writeOptionalJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

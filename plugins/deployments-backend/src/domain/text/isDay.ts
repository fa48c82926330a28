/** Whether a time in ISO format is on a day that exists. `Date` would turn 30 February into 2 March. */
export function isDay(time: string): boolean {
  const text = /^\d{4}-\d{2}-\d{2}/.exec(time)?.[0];
  const day = new Date(`${text}T00:00:00Z`);
  return (
    text !== undefined &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text)
  );
}

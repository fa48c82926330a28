/** Counts the turns of the event loop while work runs. */
export async function countYields(
  work: () => Promise<unknown>,
): Promise<number> {
  let turns = 0;
  let isWaiting = true;
  const count = () => {
    turns += 1;
    if (isWaiting) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isWaiting = false;
  return turns;
}

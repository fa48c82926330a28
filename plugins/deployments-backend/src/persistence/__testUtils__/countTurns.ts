/** How often the event loop goes on while something is done. */
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

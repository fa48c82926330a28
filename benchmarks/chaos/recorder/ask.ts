/** Asks the world, whose address is in the environment of this process. */
export async function askWorld<TAnswer>(
  path: '/effect' | '/poll' | '/observe' | '/measure',
  body: object,
  signal: AbortSignal,
): Promise<TAnswer> {
  const url = process.env.CHAOS_WORLD_URL;
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) {
    throw new Error(`The world answers ${response.status}`);
  }
  // Both sides are of one version.
  return (await response.json()) as TAnswer;
}

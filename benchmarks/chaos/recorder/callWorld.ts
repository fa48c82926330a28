/** Calls the world, whose URL is in the environment of this process. */
export async function callWorld<TResponse>(
  path: '/effect' | '/poll' | '/observe' | '/measure',
  body: object,
  signal: AbortSignal,
): Promise<TResponse> {
  const url = process.env.CHAOS_WORLD_URL;
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) {
    throw new Error(`The world returned ${response.status}`);
  }
  // Both sides have the same version.
  return (await response.json()) as TResponse;
}

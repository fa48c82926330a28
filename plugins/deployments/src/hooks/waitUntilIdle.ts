/** Resolves when the browser has nothing else to do, so that what is always there never delays a page. */
export function waitUntilIdle(): Promise<void> {
  return new Promise(resolve =>
    'requestIdleCallback' in window
      ? window.requestIdleCallback(() => resolve(), { timeout: 2_000 })
      : resolve(),
  );
}

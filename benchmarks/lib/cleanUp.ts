type Cleaner = () => void;

const cleaners = new Set<Cleaner>();
let isInstalled = false;

/**
 * Calls `clean` when this process ends, even by Ctrl-C, SIGTERM or an error. `clean` must be synchronous. Returns a
 * function that cancels the call.
 */
export function atExit(clean: Cleaner): () => void {
  install();
  cleaners.add(clean);
  return () => cleaners.delete(clean);
}

function install(): void {
  if (isInstalled) {
    return;
  }
  isInstalled = true;
  process.on('exit', () => {
    for (const clean of [...cleaners].reverse()) {
      try {
        clean();
      } catch {
        // The remaining functions must still be called.
      }
    }
  });
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => process.exit(128 + number));
  }
}

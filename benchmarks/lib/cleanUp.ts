type Cleaner = () => void;

const cleaners = new Set<Cleaner>();
let isInstalled = false;

/**
 * Calls `clean` when this process ends, also by Ctrl-C, SIGTERM or a mistake. It must not wait for anything. Returns a
 * function that takes it back.
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
        // The others have to be cleaned up all the same.
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

import { createBackend } from '@backstage/backend-defaults';
import { stringifyError } from '@backstage/errors';
import { writePidFile } from './demo/pidFile';
import { features } from './features';

if (process.env.NODE_ENV === 'development') {
  writePidFile();
}

const backend = createBackend();

features.forEach(feature => backend.add(feature));

// Without this a failed start is only logged, and leaves a process behind that
// listens and never becomes ready.
backend.start().catch(error => {
  console.error(stringifyError(error));
  process.exit(1);
});

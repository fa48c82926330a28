import { createBackend } from '@backstage/backend-defaults';
import { stringifyError } from '@backstage/errors';
import { claimDataDir } from './demo/claimDataDir';
import { features } from './features';

const backend = createBackend();

features.forEach(feature => backend.add(feature));

// Without this a failed start is only logged, and the process keeps listening without becoming ready.
start().catch(error => {
  console.error(stringifyError(error));
  process.exit(1);
});

async function start(): Promise<void> {
  if (process.env.NODE_ENV === 'development') await claimDataDir();
  await backend.start();
}

/**
 * Runs the local target in a separate process, for tests that kill it: starts, applies the version of `HOST_TASK`, shifts
 * traffic to it or aborts it if `HOST_TASK` says so, reports its progress on stdout, and keeps running.
 */
import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readLocalConfig } from '../config/readLocalConfig';
import { createLocalTarget } from '../target/localTarget';
import { LocalSupervisor } from '../target/localSupervisor';
import { applyRequest, buildRequest, waitForApply } from './requests';

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

async function main() {
  const { config, version, request, shift, abort } = JSON.parse(
    process.env.HOST_TASK ?? '{}',
  );
  const local = readLocalConfig(new ConfigReader(config));
  if (!local) throw new Error('No config');
  const supervisor = new LocalSupervisor({
    config: local,
    logger: silent,
  });
  await supervisor.start();
  const target = createLocalTarget(supervisor);
  process.stdout.write('started\n');
  const handle = await target.apply(applyRequest(version, request));
  process.stdout.write(`applied ${handle.id}\n`);
  const { state } = await waitForApply(target, handle, request);
  process.stdout.write(`${state}\n`);
  if (shift) {
    const { weight, ...overrides } = shift;
    const shifted = target.setTraffic?.({
      ...buildRequest({ ...request, ...overrides }),
      candidate: { id: handle.id },
      weight,
    });
    process.stdout.write('shifting\n');
    await shifted;
    process.stdout.write('shifted\n');
  }
  if (!abort) return;
  await target.abort({
    ...buildRequest({ ...request, ...abort }),
    candidate: { id: handle.id },
  });
  process.stdout.write('aborting\n');
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
setInterval(() => {}, 1_000);

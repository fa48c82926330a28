/**
 * A backend's part of this module in a process of its own, for tests that kill it: starts, applies what it is told, says
 * so, and stays.
 */
import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readLocalConfig } from '../config/readLocalConfig';
import { createLocalTarget } from '../target/localTarget';
import { LocalManager } from '../target/localSupervisor';
import { applyRequest, settled } from './requests';

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

async function main() {
  const { config, version, key } = JSON.parse(process.env.HOST_TASK ?? '{}');
  const local = readLocalConfig(new ConfigReader(config));
  if (!local) throw new Error('No config');
  const manager = new LocalManager({
    config: local,
    logger: silent,
  });
  await manager.start();
  const target = createLocalTarget(manager);
  process.stdout.write('started\n');
  const handle = await target.apply(
    applyRequest(version, { idempotencyKey: key }),
  );
  process.stdout.write(`applied ${handle.id}\n`);
  const { state } = await settled(target, handle);
  process.stdout.write(`${state}\n`);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
setInterval(() => {}, 1_000);

/**
 * Runs the step kind `command` in a separate process, for tests that kill it: starts the step of `HOST_TASK`, reports on
 * stdout, and keeps running.
 */
import { ConfigReader } from '@backstage/config';
import { createCommandService } from '../command/commandService';
import { createCommandStep } from '../command/commandStep';
import { readCommandConfig } from '../config/readCommandConfig';

async function main() {
  const { command, request } = JSON.parse(process.env.HOST_TASK ?? '{}');
  const config = readCommandConfig(
    new ConfigReader({ deployments: { command } }),
  );
  if (!config) throw new Error('No config');
  const step = createCommandStep(createCommandService(config));
  process.stdout.write('starting\n');
  const call = { ...request, signal: new AbortController().signal, log() {} };
  const started = await step.start(call);
  process.stdout.write(`started ${JSON.stringify(started)}\n`);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
setInterval(() => {}, 1_000);

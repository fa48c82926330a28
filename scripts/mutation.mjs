/**
 * `npm run test:mutation -- <room>`: breaks one rule of a pure room at a time
 * and runs the room's tests, which have to notice. The report names the rules
 * that no test holds; the next run tries only what changed since. Arguments
 * after the room are passed to Stryker: `--mutate src/domain/policy/deploymentWindows.ts`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { ROOMS } from './lib/mutationRooms.mjs';

const [room, ...args] = process.argv.slice(2);
if (!Object.hasOwn(ROOMS, room ?? '')) {
  console.error(
    `Usage: npm run test:mutation -- <room>\nRooms: ${Object.keys(ROOMS).join(
      ', ',
    )}`,
  );
  process.exit(1);
}
ensureInstalled();
forgetStaticSurvivors();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
    'run',
    join(root, 'scripts/lib/stryker.config.mjs'),
    ...args,
  ],
  {
    cwd: join(root, 'plugins/deployments-backend'),
    stdio: 'inherit',
    env: {
      ...process.env,
      SLIPWAY_ROOT: root,
      SLIPWAY_MUTATION_ROOM: room,
    },
  },
);
process.exit(status ?? 1);

/** Stryker keeps what survived until a test is added that reaches it, and of what runs while a file loads it does not know which do. */
function forgetStaticSurvivors() {
  const file = join(root, `coverage/mutation/${room}.incremental.json`);
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  for (const source of Object.values(report.files)) {
    source.mutants = source.mutants.filter(
      mutant => !(mutant.static && mutant.status === 'Survived'),
    );
  }
  writeFileSync(file, JSON.stringify(report));
}

import { join } from 'node:path';
import { ROOMS } from './mutationRooms.mjs';
import { root } from './paths.mjs';

const room = process.env.SLIPWAY_MUTATION_ROOM;
const { mutate } = ROOMS[room];
const reports = join(root, 'coverage/mutation');

/** For runs in plugins/deployments-backend, like by scripts/mutation.mjs. */
export default {
  testRunner: 'room',
  plugins: [
    join(root, 'scripts/lib/roomRunner.mjs'),
    join(root, 'scripts/lib/mutationIgnorer.mjs'),
  ],
  coverageAnalysis: 'perTest',
  mutate: [
    ...mutate,
    '!src/**/*.test.ts',
    '!src/**/__testUtils__/**',
    '!src/**/*.generated.ts',
  ],
  ignorers: ['messages', 'unreachable'],
  ignorePatterns: ['dist', 'dist-types', 'coverage', 'migrations', 'bin'],
  incremental: true,
  incrementalFile: join(reports, `${room}.incremental.json`),
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: join(reports, `${room}.json`) },
  htmlReporter: { fileName: join(reports, `${room}.html`) },
  tempDirName: '.stryker-tmp',
  // Most endless loops are cut off by counting; a busy machine must not pass for one.
  timeoutMS: 30_000,
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  thresholds: { high: 95, low: 85, break: 85 },
};

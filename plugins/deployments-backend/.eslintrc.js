/*
 * What a room may do; which room may import which is checked by
 * dependency-cruiser (see .dependency-cruiser.cjs at the top of the repository).
 *
 * - The pure rooms decide and compute, with no clock, no chance and no I/O, so
 *   that their decisions can be replayed and tested without a mock.
 * - Only the rooms that perform effects call other systems.
 */
const forbid = (selector, message) => ({ selector, message });

/** What holds everywhere; an override replaces the whole list. */
const EVERYWHERE = [
  forbid(
    'Identifier[name="__dirname"]',
    '`__dirname` is another folder in production builds; use `resolvePackagePath()` of `@backstage/backend-plugin-api`.',
  ),
];

const EFFECT_MODULES =
  '^(node:)?(child_process|dgram|fs|http|http2|https|net|tls)(\\u002f|$)';

const NO_EFFECTS = [
  forbid(
    `ImportDeclaration[importKind!="type"][source.value=/${EFFECT_MODULES}/]:has(:matches(ImportDefaultSpecifier, ImportSpecifier[importKind!="type"])), ImportExpression[source.value=/${EFFECT_MODULES}/]`,
    'Only checks, outbound, the SQLite files and the commands act on the world outside the database.',
  ),
  forbid(
    'CallExpression[callee.name="fetch"]',
    'Only outbound calls other systems.',
  ),
];

const NO_CLOCK_NO_CHANCE = [
  forbid(
    'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"], NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    'This room is pure: take the time as an argument.',
  ),
  forbid(
    'CallExpression[callee.object.name="DateTime"][callee.property.name="now"], CallExpression[callee.object.name="DateTime"][callee.property.name=/^(local|utc)$/][arguments.length=0]',
    'This room is pure: take the time as an argument.',
  ),
  forbid(
    'MemberExpression[object.name="Math"][property.name="random"], MemberExpression[object.name="crypto"]',
    'This room is pure: take ids and random numbers as arguments.',
  ),
  forbid(
    'CallExpression[callee.name=/^(fetch|queueMicrotask|setImmediate|setInterval|setTimeout)$/], MemberExpression[object.name="process"]',
    'This room is pure: it reads no environment and waits for nothing.',
  ),
];

function room(folder, restrictions) {
  return {
    files: [`src/${folder}/**/*.ts`],
    excludedFiles: ['**/*.test.ts', '**/__testUtils__/**'],
    rules: {
      'no-restricted-syntax': ['error', ...EVERYWHERE, ...restrictions],
    },
  };
}

const PURE = [
  'domain',
  'deliveryMetrics/definitions',
  'observability/diagnosis',
];

const WITHOUT_EFFECTS = [
  'access',
  'actions',
  'api',
  'application',
  'changes',
  'commit',
  'config',
  'deliveryMetrics',
  'maintenance/retention',
  'observability',
  'planning',
  'queue',
];

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // The last one that names a file holds for it.
  overrides: [
    ...WITHOUT_EFFECTS.map(folder => room(folder, NO_EFFECTS)),
    ...PURE.map(folder => room(folder, [...NO_EFFECTS, ...NO_CLOCK_NO_CHANCE])),
  ],
});

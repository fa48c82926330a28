/*
 * The rooms of this plugin and which way imports may go between them. Types may
 * cross any wall but the API's; values, and with them behaviour, may not:
 *
 * - the pure rooms decide and compute, with no clock, no chance and no I/O, so
 *   that what they decide can be replayed and tested without a mock;
 * - the store knows tables and no rules;
 * - the API calls services and never the database;
 * - effects on the world happen in the engine, the steps and the checks.
 */
const ROOMS = [
  'actions',
  'analysis',
  'api',
  'audit',
  'backfill',
  'checks',
  'config',
  'dora',
  'engine',
  'observe',
  'pipeline',
  'policy',
  'present',
  'queue',
  'retention',
  'steps',
  'store',
  'transfer',
];

/** A slash in a pattern; ESLint's selectors cannot hold a plain one. */
const SLASH = '\\u002f';
const END = `(${SLASH}|$)`;
const escape = text => text.replace(/[.]/g, '[.]').replace(/[/]/g, SLASH);
const alternatives = names => `(${names.map(escape).join('|')})`;

const modules = names => `^(node:)?${alternatives(names)}${END}`;
const toRooms = names => `^([.][.]?${SLASH})+${alternatives(names)}${END}`;

const EFFECTS = modules([
  'child_process',
  'dgram',
  'fs',
  'http',
  'http2',
  'https',
  'net',
  'tls',
]);

/** Selects imports and re-exports of values from matching modules. */
function values(pattern) {
  const source = `[source.value=/${pattern}/]`;
  return [
    `ImportDeclaration[importKind!="type"]${source}:not(:has(ImportSpecifier[importKind="type"]))`,
    `ImportDeclaration[importKind!="type"]${source}:has(:matches(ImportDefaultSpecifier, ImportSpecifier[importKind!="type"]))`,
    `ExportNamedDeclaration[exportKind!="type"]${source}`,
    `ExportAllDeclaration[exportKind!="type"]${source}`,
    `ImportExpression${source}`,
  ].join(', ');
}

/** Selects imports and re-exports of anything, types as well. */
function anything(pattern) {
  return `:matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression)[source.value=/${pattern}/]`;
}

const forbid = (selector, message) => ({ selector, message });

/** What holds everywhere; an override replaces the whole list. */
const EVERYWHERE = [
  forbid(
    'Identifier[name="__dirname"]',
    '`__dirname` is another folder in production builds; use `resolvePackagePath()` of `@backstage/backend-plugin-api`.',
  ),
];

const NO_EFFECTS = [
  forbid(
    values(EFFECTS),
    'Only engine, steps and checks act on the world outside the database.',
  ),
  forbid(
    'CallExpression[callee.name="fetch"]',
    'Only engine, steps and checks call other systems.',
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

/**
 * A room that decides and computes.
 *
 * @param {string} folder
 * @param {string[]} packages - other packages whose behaviour is pure and needed
 * @param {string[]} rooms - other pure rooms whose behaviour is needed
 */
function pureRoom(folder, packages = [], rooms = []) {
  const [parent, child] = folder.split('/');
  const allowed = ['@slipway/backstage-plugin-deployments-common', ...packages];
  const restrictions = [
    ...NO_CLOCK_NO_CHANCE,
    forbid(
      values(`^(?![.]|${alternatives(allowed)}$)`),
      `${folder} is pure; of other packages it uses only ${allowed.join(
        ', ',
      )}. Types may come from anywhere (\`import type\`).`,
    ),
    forbid(
      values(
        toRooms(ROOMS.filter(name => name !== parent && !rooms.includes(name))),
      ),
      `${folder} is pure and takes only types from other rooms (\`import type\`)${
        rooms.length > 0 ? `, but for ${rooms.join(', ')}` : ''
      }.`,
    ),
  ];
  if (child) {
    restrictions.push(
      forbid(
        values(`^([.][.]${SLASH})+(?![.]|${child}${END})`),
        `${folder} is pure and takes only types from the rest of ${parent} (\`import type\`).`,
      ),
    );
  }
  return room(folder, restrictions);
}

function room(folder, restrictions) {
  return {
    files: [`src/${folder}/**/*.ts`],
    excludedFiles: ['**/*.test.ts', '**/__testUtils__/**'],
    rules: {
      'no-restricted-syntax': ['error', ...EVERYWHERE, ...restrictions],
    },
  };
}

const withoutEffects = [
  'actions',
  'audit',
  'config',
  'dora',
  'observe',
  'queue',
  'retention',
];

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    ...withoutEffects.map(folder => room(folder, NO_EFFECTS)),
    pureRoom('pipeline', ['@backstage/filter-predicates']),
    pureRoom('policy', ['luxon', 'cron-parser']),
    pureRoom('analysis'),
    // What both the API and the engine's plans show.
    pureRoom('present', [], ['analysis']),
    pureRoom('dora/definitions', ['luxon']),
    pureRoom('observe/diagnosis'),
    room('store', [
      forbid(
        values(
          toRooms([
            'actions',
            'analysis',
            'api',
            'checks',
            'dora',
            'engine',
            'observe',
            'pipeline',
            'policy',
            'present',
            'queue',
            'retention',
            'steps',
            'transfer',
          ]),
        ),
        'The store knows tables and no rules; it takes only types from other rooms (`import type`).',
      ),
    ]),
    room('api', [
      ...NO_EFFECTS,
      forbid(
        anything(modules(['knex'])),
        'The API calls services, never knex.',
      ),
      forbid(
        anything(toRooms(['store'])),
        'The API calls services, never the store.',
      ),
    ]),
  ],
});

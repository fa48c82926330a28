/*
 * Which room may import which. Arrows point down only, type imports included,
 * and there is no cycle between files. There are no exceptions.
 */
const ROOMS = require('./scripts/lib/rooms.cjs');

const BACKEND = '^plugins/deployments-backend/src';

const SLICES = {
  deliveryMetrics: [
    'api',
    'sources',
    'incidents',
    'ingestion',
    'projections',
    'queries',
    'rollups',
    'persistence',
    'definitions',
    'normalize',
  ],
  domain: [
    'audit',
    'notifications',
    'policy',
    'serviceEnvironment',
    'goldenPath',
    'deployment',
    'analysis',
    'model',
    'text',
  ],
  execution: ['ownership', 'effects'],
  config: [
    'services',
    'checks',
    'goldenPaths',
    'environments',
    'deliveryMetrics',
    'schema',
  ],
};

const FRONTEND = '^plugins/deployments/src';
const FRONTEND_ROOMS = [
  'features',
  'shared',
  'notifications',
  'hooks',
  'api',
  'i18n',
];

const escape = text => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** One rule for each room that has rooms above it. */
function pointDown(base, rooms, scope) {
  return rooms.slice(1).map((room, index) => ({
    name: `${scope}-${room}-imports-only-downwards`,
    comment: `${room} stands below ${rooms
      .slice(0, index + 1)
      .join(', ')}: move what it needs down, or pass it in.`,
    severity: 'error',
    from: { path: `${base}/${escape(room)}/` },
    to: { path: `${base}/(${rooms.slice(0, index + 1).join('|')})/` },
  }));
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'views-load-the-parts',
      comment:
        'views.tsx loads what the plugin shows, and is loaded by loadViews. Otherwise each part gets its own copy of all texts.',
      severity: 'error',
      from: {
        path: '^plugins/deployments/src/((plugin|legacy|loadViews)\\.tsx?|.*/(homeWidgets|NeedsYouIcon|LazyNotificationToasts)\\.tsx?)$',
      },
      to: { dynamic: true, pathNot: '^plugins/deployments/src/views\\.tsx$' },
    },
    {
      name: 'views-are-loaded-on-demand',
      comment: 'A static import would put the texts into the first chunk.',
      severity: 'error',
      from: { path: '^plugins/deployments/src/' },
      to: { path: '^plugins/deployments/src/views\\.tsx$', dynamic: false },
    },
    {
      name: 'wiring-is-on-top',
      comment:
        'plugin.ts, providers.ts and index.ts wire the rooms; nothing imports them.',
      severity: 'error',
      from: { path: `${BACKEND}/[^/]+/` },
      to: { path: `${BACKEND}/[^/]+\\.ts$` },
    },
    ...pointDown(BACKEND, ROOMS, 'backend'),
    ...Object.entries(SLICES).flatMap(([slice, rooms]) =>
      pointDown(`${BACKEND}/${slice}`, rooms, slice),
    ),
    {
      name: 'api-never-touches-the-database',
      comment:
        'The API calls the application; rules and tables are not its business.',
      severity: 'error',
      from: {
        path: `${BACKEND}/(api|deliveryMetrics/api|actions|access|http)/`,
      },
      to: { path: [`${BACKEND}/persistence/`, 'node_modules/knex/'] },
    },
    {
      name: 'one-seam-per-database',
      comment:
        'What is special to one database stands behind persistence/database and persistence/dialect. Only the queue, the changes and the ownership know the session of PostgreSQL.',
      severity: 'error',
      from: {
        path: `${BACKEND}/(commit|planning|targets|steps|checks|maintenance|observability|deliveryMetrics)/`,
        pathNot: '\\.test\\.ts$',
      },
      to: { path: `${BACKEND}/persistence/(postgres|sqlite)/` },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain computes; of other packages it uses only these.',
      severity: 'error',
      from: { path: `${BACKEND}/domain/` },
      to: {
        dependencyTypesNot: ['type-only', 'local'],
        path: '(^|/)node_modules/|^(fs|http|https|net|tls|child_process|dgram)',
        pathNot: [
          'node_modules/(luxon|cron-parser|@types/luxon|@backstage/(errors|catalog-model|filter-predicates|types))/',
          'node_modules/@slipway/',
        ],
      },
    },
    ...pointDown(FRONTEND, FRONTEND_ROOMS, 'frontend'),
    {
      name: 'benchmarks-are-on-top',
      comment: 'Nothing in the product depends on a benchmark.',
      severity: 'error',
      from: { pathNot: '^benchmarks/' },
      to: { path: '^benchmarks/' },
    },
    {
      name: 'frontend-knows-no-backend',
      severity: 'error',
      from: { path: `${FRONTEND}/` },
      to: { path: '^plugins/deployments-(backend|node)' },
    },
  ],
  options: {
    // Types count: whoever changes one has to read both files.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: [
        '\\.test\\.tsx?$',
        '__testUtils__/',
        '__fixtures__/',
        '/dist/',
        'setupTests\\.ts$',
      ],
    },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { getCapabilities } from '../config/environments/getCapabilities';
import { loadInstalledProviders } from './loadInstalledProviders';

const ROOT = resolve(__dirname, '../../../..');
const PAGE = 'docs/reference/integrations.md';

const CALL = { path: '/deployments' };

/** The columns of the table: a target with as few settings as possible, and those that let it do more, by key. */
const COLUMNS: {
  title: string;
  id: string;
  settings: JsonObject;
  more?: Record<string, JsonObject>;
}[] = [
  { title: '`local`', id: 'local', settings: {} },
  { title: '`kubernetes`', id: 'kubernetes', settings: {} },
  {
    title: '`kubernetes` with `mode: slots`',
    id: 'kubernetes',
    settings: { mode: 'slots' },
    more: { route: { route: { name: 'shop' } } },
  },
  {
    title: '`github-workflow`',
    id: 'github-workflow',
    settings: { repository: 'acme/shop', workflow: 'deploy.yaml' },
    more: { remove: { remove: { workflow: 'remove.yaml' } } },
  },
  {
    title: '`http`',
    id: 'http',
    settings: { endpoint: 'deployer', apply: CALL, abort: CALL },
    more: {
      setTraffic: {
        setTraffic: CALL,
        finalize: CALL,
        observe: { path: '/versions' },
      },
      remove: { remove: CALL },
      fence: { fence: true },
    },
  },
  {
    title: '`command`',
    id: 'command',
    settings: { deploy: { command: 'deploy' } },
    more: { remove: { remove: { command: 'remove' } } },
  },
];

/** What a target does without declaring a capability, and the method for it. */
const METHODS: [method: keyof DeploymentTarget, row: string][] = [
  ['sampleFailures', 'shows failed requests and the end of the log'],
  ['discover', 'finds what runs before the first deployment'],
  ['deriveSettings', 'reads annotations of other tools'],
  ['describePermissions', 'prints the permissions that it needs'],
];

describe(`the table of capabilities in ${PAGE}`, () => {
  it('says of each target what its code declares', async () => {
    const { registry } = await loadInstalledProviders(ROOT, []);
    const columns = COLUMNS.map(column => {
      const target = registry.targets.get(column.id);
      if (!target) throw new Error(`There is no target ${column.id}`);
      return { ...column, target };
    });
    // Settings that a schema rejects would make a capability look like one that the target lacks.
    for (const { target, settings, more = {} } of columns) {
      for (const added of [{}, ...Object.values(more)]) {
        expect(
          target
            .validateSettings({ ...settings, ...added })
            .filter(problem => !problem.startsWith('endpoint: ')),
        ).toEqual([]);
      }
    }
    expect(new Set(columns.map(({ id }) => id))).toEqual(
      new Set(registry.targets.keys()),
    );

    const capabilities = [
      ...new Set(columns.flatMap(({ target }) => target.capabilities)),
    ];
    const rows = new Map([
      ...capabilities.map((capability): [string, string[]] => [
        `\`${capability}\``,
        columns.map(({ target, settings, more = {} }) => {
          const can = (added: JsonObject) =>
            getCapabilities(target, { ...settings, ...added }).includes(
              capability,
            );
          const [key] =
            Object.entries(more).find(([, added]) => can(added)) ?? [];
          if (can({})) return 'yes';
          return key === undefined ? '–' : `with \`${key}\``;
        }),
      ]),
      ...METHODS.map(([method, row]): [string, string[]] => [
        row,
        columns.map(({ target }) => (target[method] ? 'yes' : '–')),
      ]),
    ]);

    const page = readFileSync(resolve(ROOT, PAGE), 'utf8');
    const [, section = ''] = page.split('### What each target can do');
    const [table] = section.match(/(?:^\|.*\n)+/m) ?? [''];
    const [head, , ...lines] = table
      .trim()
      .split('\n')
      .map(line =>
        line
          .split('|')
          .slice(1, -1)
          .map(cell => cell.trim()),
      );
    expect(head.slice(2)).toEqual(columns.map(({ title }) => title));
    expect(
      Object.fromEntries(lines.map(([name, , ...cells]) => [name, cells])),
    ).toEqual(Object.fromEntries(rows));
  });
});

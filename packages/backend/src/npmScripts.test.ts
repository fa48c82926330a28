import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const INSTALL_FIRST = '--import ./scripts/installFirst.mjs ';
const IMPORT = /^(?:import|export)\s(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm;

const { scripts } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as { scripts: Record<string, string> };

/** The commands in the documentation that people run before they have installed anything. */
function findDocumented(): string[] {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.md'))
      .map(name => join('docs', name)),
  ];
  const names = pages.flatMap(page =>
    [
      ...readFileSync(join(ROOT, page), 'utf8').matchAll(
        /npm run ([a-z0-9:-]*[a-z0-9])/g,
      ),
    ].map(([, name]) => name),
  );
  return [...new Set(names)].sort();
}

/** The packages that a script imports before its first line runs, which fails if they are not installed. */
function findPackages(script: string, seen = new Set<string>()): string[] {
  if (seen.has(script) || !existsSync(script)) return [];
  seen.add(script);
  return [...readFileSync(script, 'utf8').matchAll(IMPORT)].flatMap(
    ([, from]) => {
      if (from.startsWith('node:')) return [];
      return from.startsWith('.')
        ? findPackages(join(dirname(script), from), seen)
        : [from];
    },
  );
}

describe('the commands of the repository', () => {
  it.each(findDocumented())('npm run %s works in a fresh clone', name => {
    const command = scripts[name];
    expect(command).toBeDefined();
    const [, file] = /^node (?:--import \S+ )?(\S+)/.exec(command) ?? [];
    const isInstalledFirst =
      command.includes(INSTALL_FIRST) ||
      findPackages(join(ROOT, file)).length === 0;
    expect(isInstalledFirst).toBe(true);
  });
});

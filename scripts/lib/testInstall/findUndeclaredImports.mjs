import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

const CODE = /\.(?:[cm]?js|d\.ts)$/;
const IMPORT =
  /(?:^(?:import|export) [^'"\n]*?from |^import |\brequire\(|\bimport\()['"]([^.'"][^'"]*)['"]/gm;

/**
 * Finds the packages that an installed package imports in its code or types without depending on them. An app may
 * contain them by chance.
 *
 * @param {string} folder - Of the installed package.
 * @returns {string[]} Sentences with the package and a file that imports it.
 */
export function findUndeclaredImports(folder) {
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const declared = new Set([
    manifest.name,
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
  const files = readdirSync(folder, { recursive: true }).filter(file =>
    CODE.test(file),
  );
  return files.flatMap(file => {
    const text = readFileSync(join(folder, file), 'utf8');
    const names = [...text.matchAll(IMPORT)]
      .map(([, id]) => id)
      .filter(id => !isBuiltin(id))
      .map(id => id.split('/', id.startsWith('@') ? 2 : 1).join('/'));
    return [...new Set(names)]
      .filter(name => !declared.has(name))
      .map(
        name =>
          `${manifest.name} doesn't depend on ${name}, which ${file} imports`,
      );
  });
}

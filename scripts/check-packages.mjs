/**
 * Checks what the published packages say about themselves, so that people who find one in a registry find the project.
 * The address of the repository is written once, as `repository` in the root's package.json. The packages and
 * .github/CODEOWNERS follow from it.
 *
 *   node scripts/check-packages.mjs            fails on a difference
 *   node scripts/check-packages.mjs --write    corrects the differences
 *   node scripts/check-packages.mjs --release  also fails while the address is the placeholder, because nothing may be
 *                                              published with it
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './lib/paths.mjs';

const { values: options } = parseArgs({
  options: { write: { type: 'boolean' }, release: { type: 'boolean' } },
});
const KEYWORDS = ['backstage', 'backstage-plugin', 'deployments', 'slipway'];
const OWNERS = '.github/CODEOWNERS';

const readText = path => readFileSync(join(root, path), 'utf8');
const { repository, license } = JSON.parse(readText('package.json'));
const address = new URL(repository.url.replace(/\.git$/, ''));
const [, organization] = address.pathname.split('/');
const problems = [];

if (options.release && /(?:^|\.)example\.com$/.test(address.hostname)) {
  problems.push(
    `package.json: “repository” is still the placeholder ${address}. Write the real address and run \`yarn fix:packages\`.`,
  );
}
for (const folder of listFolders()) checkManifest(folder);
checkFile(
  OWNERS,
  readText(OWNERS).replace(/@[\w-]+(?=\/)/g, `@${organization}`),
);

problems.forEach(problem => console.log(problem));
console.log(`${problems.length} problems in what packages say of themselves`);
process.exitCode = problems.length > 0 ? 1 : 0;

function listFolders() {
  const folders = ['packages', 'plugins'].flatMap(parent =>
    readdirSync(join(root, parent)).map(name => `${parent}/${name}`),
  );
  return ['benchmarks', ...folders].filter(folder =>
    existsSync(join(root, folder, 'package.json')),
  );
}

/** Private packages need the repository only, for `backstage-cli repo fix`. */
function checkManifest(folder) {
  const path = `${folder}/package.json`;
  const manifest = JSON.parse(readText(path));
  const expected = { repository: { ...repository, directory: folder } };
  if (!manifest.private) {
    checkFile(`${folder}/LICENSE`, readText('LICENSE'));
    if (!manifest.description)
      problems.push(`${path}: “description” is missing`);
    if (manifest.license !== license)
      problems.push(`${path}: “license” is not ${license}`);
    expected.homepage = `${address}/tree/main/${folder}#readme`;
    expected.bugs = `${address}/issues`;
    const keywords = new Set([...KEYWORDS, ...(manifest.keywords ?? [])]);
    expected.keywords = [...keywords];
  }
  const entries = Object.entries(manifest).filter(
    ([key]) => !(key in expected),
  );
  // Together, above what Backstage reads.
  const index = entries.findIndex(([key]) => key === 'backstage');
  entries.splice(
    index < 0 ? entries.length : index,
    0,
    ...Object.entries(expected),
  );
  checkFile(path, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

function checkFile(path, expected) {
  const isThere = existsSync(join(root, path));
  if (isThere && readText(path) === expected) return;
  if (options.write) writeFileSync(join(root, path), expected);
  else problems.push(`${path} is out of date: run \`yarn fix:packages\``);
}

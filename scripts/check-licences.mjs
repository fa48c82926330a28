/**
 * Fails if something that users install with a published package has a licence that supply-chain.yaml doesn't allow.
 *
 *   node scripts/check-licences.mjs                the dependencies of all published packages
 *   node scripts/check-licences.mjs <sbom file>…   the components of these SBOMs
 */
import { readFileSync } from 'node:fs';
import satisfies from 'spdx-satisfies';
import { createSbom, listPublishedFolders } from './lib/sboms.mjs';
import { readPolicy } from './lib/supplyChainPolicy.mjs';

const { allowed, found } = readPolicy().licences;
const files = process.argv.slice(2);
const sboms =
  files.length > 0
    ? files.map(file => JSON.parse(readFileSync(file, 'utf8')))
    : listPublishedFolders().map(createSbom);

const problems = new Set();
const unused = new Set(files.length > 0 ? [] : Object.keys(found));
const checked = new Set();
for (const component of sboms.flatMap(sbom => sbom.components)) {
  const { group, name, version } = component;
  const id = `${group ? `${group}/` : ''}${name}@${version}`;
  checked.add(id);
  unused.delete(id);
  const licences = found[id] ? [found[id].licence] : listLicences(component);
  if (licences.length === 0)
    problems.add(
      `${id} doesn't say its licence. Look at its files, and add it to \`licences.found\` of supply-chain.yaml.`,
    );
  for (const licence of licences.filter(it => !isAllowed(it))) {
    problems.add(`${id}: the licence ${licence} isn't allowed`);
  }
}
for (const id of unused) {
  problems.add(
    `${id} is no longer a dependency: remove it from supply-chain.yaml.`,
  );
}

problems.forEach(problem => console.log(problem));
console.log(`${checked.size} dependencies, ${problems.size} licence problems`);
process.exitCode = problems.size > 0 ? 1 : 0;

/** All of them apply, apart from those that CycloneDX has read from licence texts. */
function listLicences({ licenses = [] }) {
  return licenses.map(
    ({ license, expression }) => expression ?? license.id ?? license.name,
  );
}

function isAllowed(licence) {
  try {
    return satisfies(licence, allowed);
  } catch {
    // Not an SPDX expression.
    return false;
  }
}

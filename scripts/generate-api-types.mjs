/**
 * Writes the TypeScript types that both sides share from the OpenAPI documents,
 * which are kept by hand.
 *
 * With `--check` nothing is written; the exit code says whether the committed
 * files are current.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const backend = join(root, 'plugins/deployments-backend');
const types = join(root, 'plugins/deployments-common/src/generated');
const documents = [
  { source: join(backend, 'openapi.yaml'), types: join(types, 'api.ts') },
  { source: join(backend, 'dora.openapi.yaml'), types: join(types, 'dora.ts') },
];
const formatHeader = source => `/* eslint-disable */
// Generated from ${basename(source)} by \`yarn generate:api\`; do not edit.
`;

async function generateTypes(source) {
  const ast = await openapiTS(pathToFileURL(source), { alphabetize: false });
  return `${formatHeader(source)}\n${astToString(ast)}`;
}

async function isCurrent(file, content) {
  return existsSync(file) && (await readFile(file, 'utf8')) === content;
}

const outputs = [];
for (const document of documents) {
  outputs.push([document.types, await generateTypes(document.source)]);
}

if (process.argv.includes('--check')) {
  const stale = [];
  for (const [file, content] of outputs) {
    if (!(await isCurrent(file, content))) stale.push(relative(root, file));
  }
  if (stale.length > 0) {
    console.error(
      `Out of date with the OpenAPI documents: ${stale.join(
        ', ',
      )}. Run \`yarn generate:api\` and commit the result.`,
    );
    process.exit(1);
  }
  console.log('The generated API files are current.');
} else {
  for (const [file, content] of outputs) {
    if (await isCurrent(file, content)) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    console.log(`Wrote ${relative(root, file)}`);
  }
}

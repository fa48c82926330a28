/**
 * Generates code from the OpenAPI documents, which are written by hand: the
 * TypeScript types that frontend and backend share, and each document as a module,
 * so that the published backend needs no YAML file.
 *
 * With `--check` nothing is written, and the exit code is 1 if the committed files
 * are out of date.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const api = join(root, 'plugins/deployments-backend/src/api');
const types = join(root, 'plugins/deployments-common/src/generated');
const documents = [
  {
    source: join(api, 'openapi.yaml'),
    types: join(types, 'api.ts'),
    spec: join(api, 'openapi.generated.ts'),
  },
  {
    source: join(api, 'dora.openapi.yaml'),
    types: join(types, 'dora.ts'),
    spec: join(api, 'dora.openapi.generated.ts'),
  },
];
const buildHeader = source => `/* eslint-disable */
// Generated from ${basename(source)} by \`yarn generate:api\`; do not edit.
`;

async function generateTypes(source) {
  const ast = await openapiTS(pathToFileURL(source), { alphabetize: false });
  return `${buildHeader(source)}\n${astToString(ast)}`;
}

async function generateSpec(source) {
  const document = parse(await readFile(source, 'utf8'));
  const literal = JSON.stringify(document, null, 2);
  return `${buildHeader(source)}
/** The API's OpenAPI document, as \`createValidatedOpenApiRouter\` takes it. */
export const spec = ${literal} as const;
`;
}

async function isCurrent(file, content) {
  return existsSync(file) && (await readFile(file, 'utf8')) === content;
}

const outputs = [];
for (const document of documents) {
  outputs.push([document.types, await generateTypes(document.source)]);
  outputs.push([document.spec, await generateSpec(document.source)]);
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

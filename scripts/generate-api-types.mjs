/**
 * Writes what the code needs from the OpenAPI document, which is kept by hand:
 * the TypeScript types that both sides share, and the document itself as a
 * module, so that the published backend needs no YAML file beside its bundle.
 *
 * With `--check` nothing is written; the exit code says whether the committed
 * files are current.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'plugins/deployments-backend/src/api/openapi.yaml');
const typesFile = join(root, 'plugins/deployments-common/src/generated/api.ts');
const specFile = join(
  root,
  'plugins/deployments-backend/src/api/openapi.generated.ts',
);
const header = `/* eslint-disable */
// Generated from openapi.yaml by \`yarn generate:api\`; do not edit.
`;

async function generateTypes() {
  const ast = await openapiTS(pathToFileURL(source), { alphabetize: false });
  return `${header}\n${astToString(ast)}`;
}

async function generateSpec() {
  const document = parse(await readFile(source, 'utf8'));
  const literal = JSON.stringify(document, null, 2);
  return `${header}
/** The API's OpenAPI document, as \`createValidatedOpenApiRouter\` takes it. */
export const spec = ${literal} as const;
`;
}

async function isCurrent(file, content) {
  return existsSync(file) && (await readFile(file, 'utf8')) === content;
}

const outputs = [
  [typesFile, await generateTypes()],
  [specFile, await generateSpec()],
];

if (process.argv.includes('--check')) {
  const stale = [];
  for (const [file, content] of outputs) {
    if (!(await isCurrent(file, content))) stale.push(relative(root, file));
  }
  if (stale.length > 0) {
    console.error(
      `Out of date with openapi.yaml: ${stale.join(
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

/**
 * Writes the TypeScript types that both sides share from openapi.yaml,
 * which is written by hand.
 *
 * With `--check` nothing is written; the exit code says whether the committed
 * file is current.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'plugins/deployments-backend/openapi.yaml');
const target = join(root, 'plugins/deployments-common/src/generated/api.ts');

const ast = await openapiTS(pathToFileURL(source), { alphabetize: false });
const content = `/* eslint-disable */
// Generated from openapi.yaml by \`yarn generate:api\`; do not edit.

${astToString(ast)}`;

const current = await readFile(target, 'utf8').catch(() => undefined);
if (process.argv.includes('--check')) {
  if (current !== content) {
    console.error(
      `${relative(
        root,
        target,
      )} does not match openapi.yaml. Run \`yarn generate:api\` and commit the result.`,
    );
    process.exit(1);
  }
  console.log('The generated API types are current.');
} else if (current !== content) {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
  console.log(`Wrote ${relative(root, target)}`);
}

/**
 * Writes the parts of GitHub's published API description that the stand-in for
 * tests serves (plugins/deployments-test-cluster/src/github/descriptions).
 *
 * The source is the npm package @octokit/openapi: 385 MB unpacked, so it isn't a
 * dependency. npm downloads it into a temporary folder, and two of its files are
 * read there. Prose (titles, descriptions, examples) is left out.
 *
 * With `--check` nothing is written; the exit code says whether the committed
 * files are current.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = '@octokit/openapi';
const VERSION = '23.0.2';

/** The file in the package, and ours. */
const FILES = [
  { source: 'api.github.com', target: 'github-api-subset.json' },
  { source: 'ghes-3.17', target: 'ghes-3.17-api-subset.json' },
];

const REPOSITORY = '/repos/{owner}/{repo}';
const RUN = `${REPOSITORY}/actions/runs/{run_id}`;

/** Paths and the methods that are kept, in the order of the result. */
const PATHS = {
  [`${REPOSITORY}/actions/workflows/{workflow_id}/dispatches`]: ['post'],
  [`${REPOSITORY}/actions/workflows`]: ['get'],
  [`${REPOSITORY}/actions/workflows/{workflow_id}`]: ['get'],
  [`${REPOSITORY}/actions/workflows/{workflow_id}/runs`]: ['get'],
  [`${REPOSITORY}/actions/runs`]: ['get'],
  [RUN]: ['get', 'delete'],
  [`${RUN}/jobs`]: ['get'],
  [`${RUN}/pending_deployments`]: ['get', 'post'],
  [`${RUN}/cancel`]: ['post'],
  [`${RUN}/force-cancel`]: ['post'],
  [`${RUN}/rerun`]: ['post'],
  [`${REPOSITORY}/actions/jobs/{job_id}/logs`]: ['get'],
  [`${REPOSITORY}/deployments`]: ['get', 'post'],
  [`${REPOSITORY}/deployments/{deployment_id}/statuses`]: ['get', 'post'],
  [`${REPOSITORY}/releases`]: ['get', 'post'],
  [`${REPOSITORY}/compare/{basehead}`]: ['get'],
  [`${REPOSITORY}/commits/{commit_sha}/pulls`]: ['get'],
  [`${REPOSITORY}/contents/{path}`]: ['get', 'put', 'delete'],
  [`${REPOSITORY}/git/ref/{ref}`]: ['get'],
  [`${REPOSITORY}/git/refs`]: ['post'],
  [`${REPOSITORY}/git/refs/{ref}`]: ['patch', 'delete'],
  [`${REPOSITORY}/pulls`]: ['get', 'post'],
  [`${REPOSITORY}/pulls/{pull_number}`]: ['get', 'patch'],
  [`${REPOSITORY}/pulls/{pull_number}/merge`]: ['get', 'put'],
  [REPOSITORY]: ['get'],
  [`${REPOSITORY}/commits/{ref}`]: ['get'],
  '/rate_limit': ['get'],
};

/** What an operation keeps. */
const OPERATION = ['operationId', 'parameters', 'responses', 'requestBody'];
const DROPPED = new Set([
  'title',
  'description',
  'summary',
  'externalDocs',
  'example',
  'examples',
]);
/** Their keys are names, so that a property called "description" stays. */
const MAPS = new Set(['properties', 'headers', 'responses', 'content']);
/** Their content is data. */
const DATA = new Set(['enum', 'required', 'default', 'mapping']);

/** A copy without prose, examples and notes for Octokit. */
function compact(value, isMap = false) {
  if (Array.isArray(value)) return value.map(item => compact(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key]) =>
          isMap ||
          !(
            DROPPED.has(key) ||
            (key.startsWith('x-') && key !== 'x-multi-segment')
          ),
      )
      .map(([key, item]) => [
        key,
        !isMap && DATA.has(key) ? item : compact(item, !isMap && MAPS.has(key)),
      ]),
  );
}

/** OpenAPI asks for a description of every response. */
function describeResponses(responses) {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      response.$ref ? response : { ...response, description: '-' },
    ]),
  );
}

function pickOperation(operation) {
  const picked = Object.fromEntries(
    OPERATION.filter(key => key in operation).map(key => [key, operation[key]]),
  );
  const compacted = compact(picked);
  return { ...compacted, responses: describeResponses(compacted.responses) };
}

function* findReferences(value) {
  if (value === null || typeof value !== 'object') return;
  if (typeof value.$ref === 'string') yield value.$ref;
  for (const item of Object.values(value)) yield* findReferences(item);
}

function buildSubset(source, name) {
  const paths = {};
  for (const [path, methods] of Object.entries(PATHS)) {
    paths[path] = {};
    for (const method of methods) {
      const operation = source.paths[path]?.[method];
      if (!operation) {
        throw new Error(`${name} has no operation ${method} ${path}.`);
      }
      paths[path][method] = pickOperation(operation);
    }
  }
  const components = {};
  const queue = [...findReferences(paths)];
  for (let reference = queue.shift(); reference; reference = queue.shift()) {
    const [, , kind, key] = reference.split('/');
    components[kind] ??= {};
    if (key in components[kind]) continue;
    const component = source.components[kind]?.[key];
    if (!component) throw new Error(`${name} has no ${reference}.`);
    const compacted = compact(component);
    components[kind][key] =
      kind === 'responses' && !compacted.$ref
        ? { ...compacted, description: '-' }
        : compacted;
    queue.push(...findReferences(components[kind][key]));
  }
  return {
    openapi: source.openapi,
    info: { title: `${name}, subset`, version: VERSION },
    paths,
    components,
  };
}

/** One path or component a line, so that a new version gives a readable diff. */
function format({ openapi, info, paths, components }) {
  const writeMap = (map, indent) =>
    Object.entries(map)
      .map(
        ([key, value]) =>
          `${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`,
      )
      .join(',\n');
  const kinds = Object.entries(components)
    .map(
      ([kind, map]) =>
        `    ${JSON.stringify(kind)}: {\n${writeMap(map, '      ')}\n    }`,
    )
    .join(',\n');
  return `{
  "openapi": ${JSON.stringify(openapi)},
  "info": ${JSON.stringify(info)},
  "paths": {
${writeMap(paths, '    ')}
  },
  "components": {
${kinds}
  }
}
`;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(
  root,
  'plugins/deployments-test-cluster/src/github/descriptions',
);
const isCheck = process.argv.includes('--check');
const stale = [];

async function store(file, content) {
  const target = join(folder, file);
  const current = await readFile(target, 'utf8').catch(() => undefined);
  if (current === content) return;
  if (isCheck) {
    stale.push(relative(root, target));
    return;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(target, content);
  console.log(`Wrote ${relative(root, target)}`);
}

const download = await mkdtemp(join(tmpdir(), 'github-description-'));
try {
  const options = { cwd: download, encoding: 'utf8' };
  const [{ filename }] = JSON.parse(
    execFileSync(
      'npm',
      ['pack', '--json', '--silent', `${PACKAGE}@${VERSION}`],
      options,
    ),
  );
  execFileSync(
    'tar',
    [
      '-xzf',
      filename,
      'package/LICENSE',
      ...FILES.map(({ source }) => `package/generated/${source}.json`),
    ],
    options,
  );
  for (const { source, target } of FILES) {
    const text = await readFile(
      join(download, 'package/generated', `${source}.json`),
      'utf8',
    );
    await store(target, format(buildSubset(JSON.parse(text), source)));
  }
  const license = await readFile(join(download, 'package/LICENSE'), 'utf8');
  await store(
    'LICENSE',
    `The JSON files of this folder are parts of the npm package ${PACKAGE} ${VERSION}.\nIts license:\n\n${license}`,
  );
} finally {
  await rm(download, { recursive: true, force: true });
}

if (stale.length > 0) {
  console.error(
    `${stale.join(
      ' and ',
    )} differ from ${PACKAGE} ${VERSION}. Run \`npm run generate:github-description\` and commit the result.`,
  );
  process.exit(1);
}
if (isCheck)
  console.log("The committed parts of GitHub's description are current.");

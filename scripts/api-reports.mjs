/**
 * Writes what each published package offers to others into its `report.api.md`, and `report-<entry point>.api.md` for
 * each further entry point, so that a change of the public API is visible in the change itself. Reads the declarations
 * that `yarn tsc` wrote to `dist-types`.
 *
 *   node scripts/api-reports.mjs          writes the reports
 *   node scripts/api-reports.mjs --check  fails if a report is out of date
 *
 * Both fail if something that is exported lacks a release tag or documentation, or uses a type that no entry point of its
 * package exports.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from '@microsoft/api-extractor';
import { root } from './lib/paths.mjs';

/** Generated from openapi.yaml, which shows its changes. */
const GENERATED = './openapi';
const IGNORED = { logLevel: ExtractorLogLevel.None };
const WARNING = { logLevel: ExtractorLogLevel.Warning };
const REFUSED = {
  'ae-forgotten-export': WARNING,
  'ae-missing-release-tag': WARNING,
  'ae-undocumented': WARNING,
};
const CACHE = join(root, 'node_modules/.cache/api-reports');
const isCheck = process.argv.includes('--check');

/** Entry points of the published packages: the folder, the report's name, the declarations and whether to report it. */
function listEntryPoints() {
  return readdirSync(join(root, 'plugins')).flatMap(name => {
    const folder = join(root, 'plugins', name);
    const path = join(folder, 'package.json');
    if (!existsSync(path)) return [];
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    if (manifest.private) return [];
    const entries = Object.entries(manifest.exports ?? { '.': manifest.main });
    return entries
      .filter(([, source]) => /\.tsx?$/.test(source))
      .map(([entry, source]) => ({
        folder,
        report: entry === '.' ? 'report' : `report-${basename(entry)}`,
        isGenerated: entry === GENERATED,
        types: join(
          root,
          'dist-types/plugins',
          name,
          source.replace(/\.tsx?$/, '.d.ts'),
        ),
      }));
  });
}

function extract({ folder, report, types }) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, 'package.json'),
    configObjectFullPath: join(folder, 'api-extractor.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      compiler: {
        overrideTsconfig: {
          extends: join(root, 'tsconfig.json'),
          include: [],
          files: [types],
        },
      },
      newlineKind: 'lf',
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: CACHE,
        reportTempFolder: join(CACHE, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: IGNORED },
        extractorMessageReporting: {
          default: IGNORED,
          ...REFUSED,
        },
        tsdocMessageReporting: { default: IGNORED },
      },
    },
  });
  const problems = [];
  const { errorCount } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: message => {
      if (message.messageId in REFUSED) problems.push(message);
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (errorCount > 0) process.exitCode = 1;
  const text = readFileSync(join(CACHE, `${report}.api.md`), 'utf8')
    // The compiler lists the messages of the translation in another order each time it checks the files in another one.
    .replace(/(?:^ *readonly .*\n)+/gm, sortLines);
  return { text, problems };
}

function sortLines(lines) {
  return lines
    .split(/(?<=\n)/)
    .sort()
    .join('');
}

/** Names that a report lists as exported. */
function listExports(text) {
  const declared =
    /^export (?:default )?(?:declare |abstract )*(?:class|const|enum|function|interface|type) (\w+)/gm;
  return [...text.matchAll(declared)].map(([, name]) => name);
}

/** The type of another entry point of the same package, from which users import it. */
function isExportedElsewhere({ messageId, text }, exported) {
  const [, name] = /^The symbol "(\w+)" needs/.exec(text) ?? [];
  return messageId === 'ae-forgotten-export' && exported.has(name);
}

const results = listEntryPoints().map(entryPoint => {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(join(CACHE, 'temp'), { recursive: true });
  return { ...entryPoint, ...extract(entryPoint) };
});
for (const { folder, report, isGenerated, text, problems } of results) {
  if (isGenerated) continue;
  const exported = new Set(
    results
      .filter(result => result.folder === folder)
      .flatMap(result => listExports(result.text)),
  );
  for (const problem of problems) {
    if (isExportedElsewhere(problem, exported)) continue;
    process.exitCode = 1;
    console.error(`${join(folder, report)}: ${problem.text}`);
  }
  const path = join(folder, `${report}.api.md`);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (isCheck) {
    process.exitCode = 1;
    console.error(
      `${path} is out of date. Run \`yarn tsc\` and \`yarn generate:api-reports\`, and review and commit the difference.`,
    );
  } else {
    writeFileSync(path, text);
  }
}

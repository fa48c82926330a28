/**
 * Writes what each published package offers to others into its `report.api.md`, and `report-<entry point>.api.md` for
 * each further entry point, so that a change of the public API is visible in the change itself. Reads the declarations
 * that `yarn tsc` wrote to `dist-types`.
 *
 *   node scripts/api-reports.mjs          writes the reports
 *   node scripts/api-reports.mjs --check  fails if a report is out of date
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
const IN_REPORT = {
  logLevel: ExtractorLogLevel.Warning,
  addToApiReportFile: true,
};
const CACHE = join(root, 'node_modules/.cache/api-reports');
const isCheck = process.argv.includes('--check');

/** Entry points of the published packages: the folder, the report's name and the declarations. */
function listEntryPoints() {
  return readdirSync(join(root, 'plugins')).flatMap(name => {
    const folder = join(root, 'plugins', name);
    const path = join(folder, 'package.json');
    if (!existsSync(path)) return [];
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    if (manifest.private) return [];
    const entries = Object.entries(manifest.exports ?? { '.': manifest.main });
    return entries
      .filter(
        ([entry, source]) => /\.tsx?$/.test(source) && entry !== GENERATED,
      )
      .map(([entry, source]) => ({
        folder,
        report: entry === '.' ? 'report' : `report-${basename(entry)}`,
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
          'ae-forgotten-export': IN_REPORT,
          'ae-missing-release-tag': IN_REPORT,
        },
        tsdocMessageReporting: { default: IGNORED },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    // Warnings are in the reports.
    messageCallback: message => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (!succeeded) process.exitCode = 1;
  return (
    readFileSync(join(CACHE, `${report}.api.md`), 'utf8')
      // Some messages name a file, wherever the clone is.
      .replaceAll(`${root}/`, '')
      // The compiler lists the messages of the translation in another order each time it checks the files in another one.
      .replace(/(?:^ *readonly .*\n)+/gm, sortLines)
  );
}

function sortLines(lines) {
  return lines
    .split(/(?<=\n)/)
    .sort()
    .join('');
}

for (const entryPoint of listEntryPoints()) {
  const { folder, report } = entryPoint;
  const path = join(folder, `${report}.api.md`);
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(join(CACHE, 'temp'), { recursive: true });
  const text = extract(entryPoint);
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

/**
 * Prints how many tests of a report passed and failed: `node
 * scripts/count-tests.mjs jest report.json failures.txt`. A suite that could not
 * run counts as one failure. What failed is appended to the third argument, with
 * the beginning of its messages. Fails if there is no report.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Lines of a failure's messages: enough for what was expected and where. */
const MESSAGE_LINES = 40;

const fromJest = (report, statuses = ['failed']) =>
  report.testResults.flatMap(suite => {
    const failures = suite.assertionResults
      .filter(test => statuses.includes(test.status))
      .map(test => [test.fullName, ...test.failureMessages]);
    if (failures.length === 0 && suite.status === 'failed') {
      failures.push(['could not run', suite.message]);
    }
    return failures.map(([name, ...messages]) => ({
      name: `${suite.name.slice(process.cwd().length + 1)}: ${name}`,
      messages,
    }));
  });

const fromPlaywright = report => {
  const visit = suite => [
    ...(suite.suites ?? []).flatMap(visit),
    ...(suite.specs ?? [])
      .filter(spec => !spec.ok)
      .map(spec => ({
        name: `${spec.file}: ${spec.title}`,
        messages: spec.tests.flatMap(test =>
          test.results.flatMap(result =>
            result.errors.map(error => error.message ?? ''),
          ),
        ),
      })),
  ];
  return [
    ...report.suites.flatMap(visit),
    ...report.errors.map(error => ({
      name: 'outside a test',
      messages: [error.message ?? ''],
    })),
  ];
};

const readers = {
  jest: report => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    failures: fromJest(report),
  }),
  // Where every suite must run: a skipped test is a failure.
  cluster: report => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.numRuntimeErrorTestSuites +
      report.numPendingTests,
    failures: fromJest(report, ['failed', 'pending']),
  }),
  playwright: report => ({
    // A flaky test passed in a retry.
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected + report.errors.length,
    failures: fromPlaywright(report),
  }),
};

const [kind, file, failuresFile] = process.argv.slice(2);
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const { passed, failed, failures } = readers[kind](report);
  if (passed + failed === 0) throw new Error('it contains no tests');
  for (const { name, messages } of failures) {
    const lines = stripVTControlCharacters(messages.join('\n')).split('\n');
    appendFileSync(
      failuresFile,
      [`${kind}: ${name}`, ...lines.slice(0, MESSAGE_LINES)]
        .map((line, index) => (index === 0 ? line : `    ${line}`))
        .concat('')
        .join('\n'),
    );
  }
  console.log(`${passed} ${failed}`);
} catch (error) {
  console.error(`Cannot read the ${kind} report ${file}: ${error.message}`);
  process.exit(1);
}

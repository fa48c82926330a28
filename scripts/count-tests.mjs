/**
 * Prints how many tests of a report passed and failed: `node
 * scripts/count-tests.mjs jest report.json`. A suite that could not run counts as
 * one failure. Fails if there is no report.
 */
import { readFileSync } from 'node:fs';

const readers = {
  jest: report => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  }),
  // Where every suite must run: a skipped test is a failure.
  cluster: report => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.numRuntimeErrorTestSuites +
      report.numPendingTests,
  }),
  playwright: report => ({
    // A flaky test passed in a retry.
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected + report.errors.length,
  }),
};

const [kind, file] = process.argv.slice(2);
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const { passed, failed } = readers[kind](report);
  if (passed + failed === 0) throw new Error('it contains no tests');
  console.log(`${passed} ${failed}`);
} catch (error) {
  console.error(`Cannot read the ${kind} report ${file}: ${error.message}`);
  process.exit(1);
}

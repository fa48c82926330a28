/**
 * Fails if a runtime dependency has a known vulnerability, unless supply-chain.yaml excepts it. Asks the registry. Some
 * registries, such as mirrors, don't answer this; then one line says so, and nothing fails.
 *
 *   node scripts/check-vulnerabilities.mjs
 *   node scripts/check-vulnerabilities.mjs --require-answer   also fails if the registry doesn't answer
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root, yarnPath } from './lib/paths.mjs';
import { readPolicy } from './lib/supplyChainPolicy.mjs';

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'];
const NO_ANSWER =
  /Response code:? \d+ \([^)]*\)|\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)\b|Timeout awaiting/i;

const { values: options } = parseArgs({
  options: { 'require-answer': { type: 'boolean' } },
});
const { failFrom, exceptions } = readPolicy().vulnerabilities;
const threshold = SEVERITIES.indexOf(failFrom);
if (threshold < 0) throw new Error(`failFrom: ${failFrom} is no severity`);

const flags =
  '--environment production --all --recursive --no-deprecations --json';
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [yarnPath, 'npm', 'audit', ...flags.split(' ')],
  { cwd: root, encoding: 'utf8', maxBuffer: 1024 ** 3 },
);
const findings = stdout
  .split('\n')
  .filter(line => line.startsWith('{'))
  .map(line => toFinding(JSON.parse(line)));

if (findings.length > 0 || status === 0) report();
else {
  const [cause] = NO_ANSWER.exec(`${stdout}${stderr}`) ?? [];
  // The sources of Yarn, which Node prints above an error, are one endless line.
  if (!cause) console.log(`${stdout}${stderr}`.slice(-4000));
  console.log(
    cause
      ? `Known vulnerabilities were not checked, because the registry doesn't answer: ${cause}`
      : '`yarn npm audit` failed: see above',
  );
  process.exitCode = cause && !options['require-answer'] ? 0 : 1;
}

function toFinding({ value, children }) {
  const url = children.URL ?? '';
  return {
    name: value,
    advisory: /GHSA-[\w-]+/.exec(url)?.[0] ?? String(children.ID),
    severity: children.Severity,
    versions: children['Tree Versions'].join(', '),
    text: `${children.Issue} (affects ${children['Vulnerable Versions']}) ${url}`,
  };
}

function report() {
  const today = new Date().toISOString().slice(0, 10);
  const unused = new Set(exceptions);
  const problems = [];
  for (const { name, advisory, severity, versions, text } of findings) {
    const line = `${name} ${versions}: ${severity}, ${advisory}: ${text}`;
    const exception = exceptions.find(
      it => it.package === name && it.advisory === advisory,
    );
    unused.delete(exception);
    if (SEVERITIES.indexOf(severity) < threshold) {
      console.log(`Doesn't fail the check: ${line}`);
    } else if (!exception) {
      problems.push(line);
    } else if (!exception.reason || !(String(exception.until) >= today)) {
      problems.push(
        `${line}\n  Its exception has ended, or has no reason or end date (until: ${exception.until}).`,
      );
    } else {
      console.log(
        `Excepted until ${exception.until}: ${line}\n  ${exception.reason}`,
      );
    }
  }
  for (const { package: name, advisory } of unused) {
    problems.push(
      `${name}, ${advisory}: no longer found. Remove the exception.`,
    );
  }
  problems.forEach(problem => console.log(problem));
  console.log(
    `${findings.length} known vulnerabilities of runtime dependencies, ${problems.length} problems`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}

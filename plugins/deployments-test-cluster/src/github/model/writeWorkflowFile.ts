import { WorkflowDefinition, WorkflowInput } from './workflow';

// A JSON text is a YAML scalar, too.
const quote = (value: unknown) => JSON.stringify(value);

function writeInput([name, input]: [string, WorkflowInput]): string[] {
  const { description, required, default: fallback, type, options } = input;
  const fields = { description, required, default: fallback, type, options };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `        ${key}: ${quote(value)}`);
  return [`      ${name}:${lines.length > 0 ? '' : ' {}'}`, ...lines];
}

/** Writes a workflow as the YAML file of the repository. */
export function writeWorkflowFile(workflow: WorkflowDefinition): string {
  const { inputs = {}, concurrency, environment } = workflow;
  const lines = [`name: ${quote(workflow.name)}`];
  if (workflow.runNameTemplate !== undefined) {
    lines.push(`run-name: ${quote(workflow.runNameTemplate)}`);
  }
  if (workflow.isDispatchable === false) {
    lines.push('on: push');
  } else {
    lines.push('on:', '  workflow_dispatch:');
    const entries = Object.entries(inputs);
    if (entries.length > 0) {
      lines.push('    inputs:', ...entries.flatMap(writeInput));
    }
  }
  if (concurrency) {
    lines.push(
      'concurrency:',
      `  group: ${quote(concurrency.group)}`,
      `  cancel-in-progress: ${quote(concurrency.cancelInProgress ?? false)}`,
    );
  }
  lines.push('jobs:');
  workflow.jobs.forEach((job, index) => {
    lines.push(
      `  job${index + 1}:`,
      `    name: ${quote(job.name)}`,
      '    runs-on: ubuntu-latest',
    );
    if (index > 0) lines.push(`    needs: job${index}`);
    if (environment) {
      lines.push(
        '    environment:',
        `      name: ${quote(environment.name)}`,
        ...(environment.url ? [`      url: ${quote(environment.url)}`] : []),
      );
    }
    lines.push('    steps:');
    for (const step of job.steps) {
      lines.push(`      - name: ${quote(step.name)}`, '        run: "true"');
    }
  });
  return `${lines.join('\n')}\n`;
}

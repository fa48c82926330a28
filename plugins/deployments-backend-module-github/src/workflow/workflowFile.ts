import type { MissingPrerequisite } from '@slipway/backstage-plugin-deployments-node';
import { parse } from 'yaml';
import { KEY_INPUT } from '../runs/runRecord';
import { WORKFLOW_LINES } from './explainDispatch';

/** What matters of a workflow file. */
export interface WorkflowFile {
  /** Whether it has `on: workflow_dispatch`. */
  isDispatchable: boolean;
  inputs: Record<string, { isRequired: boolean; hasDefault: boolean }>;
  runName?: string;
}

/** Bombs of aliases are refused. */
const MAX_ALIASES = 100;

/** Reads a workflow file; `undefined` if it is none. Does not throw. */
export function parseWorkflowFile(text: string): WorkflowFile | undefined {
  let content: unknown;
  try {
    // `on` is text in the core schema, as it is for GitHub.
    content = parse(text, { maxAliasCount: MAX_ALIASES });
  } catch {
    return undefined;
  }
  if (!isRecord(content)) return undefined;
  const { on, 'run-name': runName } = content;
  const triggers = isRecord(on) ? on : {};
  const names = Array.isArray(on) ? on : [on];
  const dispatch = triggers.workflow_dispatch;
  const declared = isRecord(dispatch) ? dispatch.inputs : undefined;
  return {
    isDispatchable:
      'workflow_dispatch' in triggers || names.includes('workflow_dispatch'),
    inputs: Object.fromEntries(
      Object.entries(isRecord(declared) ? declared : {}).map(
        ([name, input]) => [
          name,
          {
            isRequired: isRecord(input) && input.required === true,
            hasDefault: isRecord(input) && input.default !== undefined,
          },
        ],
      ),
    ),
    ...(typeof runName === 'string' ? { runName } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists what a workflow lacks before Slipway can deploy with it. */
export function listMissingLines(
  { isDispatchable, inputs, runName = '' }: WorkflowFile,
  {
    given,
    correlate,
  }: { given: readonly string[]; correlate: 'run-name' | 'none' },
): MissingPrerequisite[] {
  const remedy = { language: 'yaml' as const, text: WORKFLOW_LINES };
  const missing: MissingPrerequisite[] = [];
  const needsKey =
    correlate === 'run-name' &&
    !(KEY_INPUT in inputs && runName.includes(KEY_INPUT));
  if (!isDispatchable || needsKey) {
    missing.push({
      code: 'other',
      message: isDispatchable
        ? `The workflow must have the input ${KEY_INPUT} and show it in run-name, so that Slipway can find its runs.`
        : 'The workflow must have the trigger workflow_dispatch, so that Slipway can start it.',
      remedy,
    });
  }
  const undeclared = given.filter(name => !(name in inputs));
  if (undeclared.length > 0) {
    missing.push({
      code: 'other',
      message: `The workflow has no input ${undeclared.join(
        ', ',
      )}. Add it to the workflow, or correct "inputs" in the target's settings.`,
    });
  }
  const needed = Object.entries(inputs)
    .filter(
      ([name, { isRequired, hasDefault }]) =>
        isRequired &&
        !hasDefault &&
        name !== KEY_INPUT &&
        !given.includes(name),
    )
    .map(([name]) => name);
  if (needed.length > 0) {
    missing.push({
      code: 'other',
      message: `The workflow needs the input ${needed.join(
        ', ',
      )}. Add it to "inputs" in the target's settings.`,
      remedy: {
        language: 'yaml',
        text: `inputs:\n${needed
          .map(name => `  ${name}: '{version.name}'`)
          .join('\n')}`,
      },
    });
  }
  return missing;
}

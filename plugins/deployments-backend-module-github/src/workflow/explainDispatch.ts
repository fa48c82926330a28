import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import { getRejectedStatus } from '../client/gitHubError';
import { toEffectError } from '../client/toEffectError';
import { KEY_INPUT } from '../runs/runRecord';

/** The lines that a workflow needs, so that Slipway can find its runs. */
export const WORKFLOW_LINES = `run-name: Deploy \${{ inputs.version }} \${{ inputs.${KEY_INPUT} }}
on:
  workflow_dispatch:
    inputs:
      ${KEY_INPUT}: { required: false, type: string }`;

/** Says why GitHub refused to start a workflow, and what to do. */
export function explainDispatchError(
  error: unknown,
  {
    host,
    repository,
    workflow,
    ref,
    notSent,
  }: {
    host: string;
    repository: string;
    workflow: string;
    ref: string;
    notSent: boolean;
  },
): unknown {
  const status = getRejectedStatus(error);
  if (status !== 422 && status !== 404) {
    return toEffectError(
      error,
      {
        host,
        repository,
        attempted: `start the workflow ${workflow}`,
        permission: 'actions: write',
      },
      { notSent },
    );
  }
  const message = error instanceof Error ? error.message : '';
  const title = `The workflow ${workflow} of ${repository}`;
  const refuse = (code: string, text: string) =>
    new EffectError(text, { code, retryable: false, notSent, cause: error });
  if (status === 404) {
    return refuse(
      'not_found',
      `${title} can't be started: either it doesn't exist on the default branch, or the credential in integrations.github lacks the permission "actions: write".`,
    );
  }
  if (/unexpected inputs/i.test(message)) {
    return message.includes(KEY_INPUT)
      ? refuse(
          'workflow_unprepared',
          `${title} has no input ${KEY_INPUT} on ${ref}, so Slipway couldn't find its run. Add these lines to it:\n${WORKFLOW_LINES}`,
        )
      : refuse(
          'workflow_inputs',
          `${title} doesn't have all the inputs that the target's settings name (${message}). Correct "inputs", or add them to the workflow.`,
        );
  }
  if (/required input|provided value|input /i.test(message)) {
    return refuse(
      'workflow_inputs',
      `${title} does not accept the inputs (${message}). Correct "inputs" in the settings.`,
    );
  }
  if (/no ref found/i.test(message)) {
    return refuse(
      'not_found',
      `${repository} has no branch or tag ${ref}. Correct "ref" in the settings.`,
    );
  }
  if (/disabled workflow/i.test(message)) {
    return refuse(
      'workflow_disabled',
      `${title} is disabled. Enable it in GitHub, under Actions.`,
    );
  }
  if (/workflow_dispatch/i.test(message)) {
    return refuse(
      'workflow_unprepared',
      `${title} can't be started by Slipway, because it has no trigger workflow_dispatch on ${ref}. Add these lines to it:\n${WORKFLOW_LINES}`,
    );
  }
  return refuse(
    'invalid',
    `${title} was not started, because GitHub refused the request: ${message}`,
  );
}

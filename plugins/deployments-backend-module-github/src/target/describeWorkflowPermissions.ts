import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { validateWorkflowSettings } from '../config/workflowSettings';

/**
 * Writes the permissions that the GitHub App needs for the repository.
 *
 * @throws InputError if the settings are invalid.
 */
export function describeWorkflowPermissions(
  settings: JsonObject,
  purpose: 'deploy' | 'observe',
): { language: 'yaml'; text: string } {
  const mistakes = validateWorkflowSettings(settings);
  if (mistakes.length > 0) throw new InputError(mistakes.join('; '));
  const lines = [
    '# Repository permissions of the GitHub App, or of a fine-grained token',
    'metadata: read',
    ...(purpose === 'deploy'
      ? ['actions: write', 'contents: read']
      : ['actions: read']),
  ];
  return { language: 'yaml', text: `${lines.join('\n')}\n` };
}

import { formatConfigPath } from './formatConfigPath';
import type { ConfigMistake } from './parseConfigValue';

/**
 * Describes mistakes, one sentence each, starting with their path.
 *
 * @param root - The path of the value that was parsed; empty if it has none.
 * @public
 */
export function describeMistakes(
  mistakes: readonly ConfigMistake[],
  root = '',
): string[] {
  return mistakes.map(({ path, message }) => {
    const where = formatConfigPath(path, root);
    return where ? `${where}: ${message}` : message;
  });
}

import type { LabelSelector } from './kubernetesObjects';

/**
 * Writes a selector as a query does, e.g. `app=checkout,tier in (web)`. Returns `undefined` for a selector that is empty or
 * that a query can't express, because an empty query would select everything.
 */
export function formatSelector(
  selector: LabelSelector | undefined,
): string | undefined {
  const terms = Object.entries(selector?.matchLabels ?? {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  for (const { key, operator, values = [] } of selector?.matchExpressions ??
    []) {
    switch (operator) {
      case 'In':
        terms.push(`${key} in (${values.join(',')})`);
        break;
      case 'NotIn':
        terms.push(`${key} notin (${values.join(',')})`);
        break;
      case 'Exists':
        terms.push(key);
        break;
      case 'DoesNotExist':
        terms.push(`!${key}`);
        break;
      default:
        return undefined;
    }
  }
  return terms.length > 0 ? terms.join(',') : undefined;
}

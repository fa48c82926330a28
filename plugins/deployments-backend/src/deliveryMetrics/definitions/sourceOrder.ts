import type { SourceDeployment } from './sourceRecords';
import { compareIds } from './compareIds';

/**
 * Compares ids in their source's order: numbers as numbers, part by part between slashes, so that
 * `deployment_status/10` follows `deployment_status/9`. Anything else, such as a ULID, is compared by code point.
 */
export function compareSourceIds(a: string, b: string): number {
  const [partsOfA, partsOfB] = [a.split('/'), b.split('/')];
  for (let i = 0; i < Math.min(partsOfA.length, partsOfB.length); i++) {
    const order = compareParts(partsOfA[i], partsOfB[i]);
    if (order !== 0) return order;
  }
  return partsOfA.length - partsOfB.length || compareIds(a, b);
}

/** Compares deployments by a time, and those of the same moment by their source's order. */
export function compareBySource(
  a: Pick<SourceDeployment, 'id' | 'source' | 'sourceId'>,
  b: Pick<SourceDeployment, 'id' | 'source' | 'sourceId'>,
): number {
  return (
    compareIds(a.source, b.source) ||
    compareSourceIds(a.sourceId ?? '', b.sourceId ?? '') ||
    compareIds(a.id, b.id)
  );
}

function compareParts(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  // Numbers come first; comparing only parts of the same form would not be a total order.
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  if (!isNumberA) return compareIds(a, b);
  const [digitsA, digitsB] = [a, b].map(digits => digits.replace(/^0+/, ''));
  return digitsA.length - digitsB.length || compareIds(digitsA, digitsB);
}

import type { LinearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import { isMovingTag } from '@slipway/backstage-plugin-deployments-node';
import { compareTags, isOrdered } from './compareTags';

/** How many tags are read whose names don't say which is newer, because each has to be asked for its time. */
const MAX_UNORDERED = 500;
/** How many moving tags are compared with versions. */
const MAX_MOVING = 5;

/** Which tags of a repository name versions. */
export interface SelectedTags {
  /** Newest first, as far as their names say so. */
  versions: string[];
  /** Tags that move by convention, e.g. `latest`. They never name a version. */
  moving: string[];
  /** How many tags are no versions by `deployments.oci.tags.match`. */
  unmatched: number;
  /** How many tags without an order were left out, because there are too many. */
  dropped: number;
}

/**
 * Selects the tags that name versions, and of them the newest by name. Of tags without an order, e.g. hashes, all are
 * selected up to a limit: only their images say when they were built. Pure.
 */
export function selectTags(
  tags: readonly string[],
  { match, newest }: { match: LinearRegExp; newest: number },
): SelectedTags {
  const moving = tags.filter(isMovingTag);
  const others = tags.filter(tag => !isMovingTag(tag));
  const matching = others.filter(tag => match.test(tag));
  const ordered = matching.filter(isOrdered).sort(compareTags);
  const unordered = matching.filter(tag => !isOrdered(tag)).sort();
  return {
    versions: [
      ...ordered.slice(0, newest),
      ...unordered.slice(0, MAX_UNORDERED),
    ],
    moving: moving.sort().slice(0, MAX_MOVING),
    unmatched: others.length - matching.length,
    dropped: Math.max(unordered.length - MAX_UNORDERED, 0),
  };
}

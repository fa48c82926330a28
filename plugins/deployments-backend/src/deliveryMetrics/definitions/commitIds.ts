import type {
  SourceChange,
  SourceDeployment,
  ServiceRecords,
} from './sourceRecords';
import { append } from './links';

/**
 * Commit ids as Git and Mercurial write them: complete, with SHA-1 or SHA-256, or abbreviated. Git abbreviates to
 * seven digits or more.
 */
const COMPLETE = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const ABBREVIATED = /^[0-9a-f]{7,39}$/;

/**
 * Returns the records with one id per commit. An abbreviated id becomes the complete id that starts with it, if
 * exactly one does; if two do, it stays as it is, because either could be meant. The result depends on the set of
 * ids, not on the order in which they were reported.
 */
export function withOneIdPerCommit(records: ServiceRecords): ServiceRecords {
  const ids = new Set(records.changes.map(({ commit }) => commit));
  for (const { commits = [], head } of records.deployments) {
    commits.forEach(commit => ids.add(commit));
    if (head !== undefined) ids.add(head);
  }
  const names = nameAbbreviatedIds(ids, records.changes);
  if (names.size === 0) return records;
  const getName = (id: string) => names.get(id) ?? id;
  return {
    ...records,
    changes: mergeChangesOfCommit(records.changes, getName),
    deployments: records.deployments.map(deployment =>
      rename(deployment, getName),
    ),
  };
}

/**
 * Maps ids to the names that replace them. A commit gets the longest id that one of its changes has, so that its
 * title is found.
 */
function nameAbbreviatedIds(
  ids: ReadonlySet<string>,
  changes: readonly SourceChange[],
): Map<string, string> {
  const names = new Map<string, string>();
  const cut = [...ids].filter(id => ABBREVIATED.test(id));
  if (cut.length === 0) return names;
  const wholes = [...ids].filter(id => COMPLETE.test(id)).sort();
  const abbreviationsOf = new Map<string, string[]>();
  for (const id of cut) {
    // Ids with the same beginning are adjacent.
    const at = findFirstIndex(wholes, id);
    const isOne = wholes[at]?.startsWith(id) && !wholes[at + 1]?.startsWith(id);
    if (isOne) append(abbreviationsOf, wholes[at], id);
  }
  const reported = new Set(changes.map(({ commit }) => commit));
  for (const [whole, others] of abbreviationsOf) {
    const same = [...others, whole].sort((a, b) => b.length - a.length);
    const name = same.find(id => reported.has(id)) ?? whole;
    same.filter(id => id !== name).forEach(id => names.set(id, name));
  }
  return names;
}

/** Binary search: sources may report very many commits whose ids start alike. */
function findFirstIndex(sorted: readonly string[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rename(
  deployment: SourceDeployment,
  getName: (id: string) => string,
): SourceDeployment {
  const { commits, head } = deployment;
  return {
    ...deployment,
    ...(commits && { commits: [...new Set(commits.map(getName))] }),
    ...(head !== undefined && { head: getName(head) }),
  };
}

/** Merges what was reported about one commit under several ids; the earlier of two times wins. */
function mergeChangesOfCommit(
  changes: readonly SourceChange[],
  getName: (id: string) => string,
): SourceChange[] {
  const united = new Map<string, SourceChange>();
  for (const change of changes) {
    const commit = getName(change.commit);
    const known = united.get(commit);
    united.set(commit, {
      commit,
      ...(known?.isMerge || change.isMerge ? { isMerge: true } : {}),
      ...earliest('authoredAt', known, change),
      ...earliest('openedAt', known, change),
      ...earliest('approvedAt', known, change),
      ...earliest('mergedAt', known, change),
    });
  }
  return [...united.values()];
}

function earliest(
  key: 'authoredAt' | 'openedAt' | 'approvedAt' | 'mergedAt',
  a: SourceChange | undefined,
  b: SourceChange,
): Partial<SourceChange> {
  const times = [a?.[key], b[key]].filter(time => time !== undefined);
  return times.length === 0 ? {} : { [key]: Math.min(...times) };
}

import type {
  Commit,
  RegisterVersionRequest,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { isSameCommit } from '../../domain/model/isSameCommit';

/**
 * Lists the fields in which a request differs from the registered version. Omitted fields do not count, because a
 * repeated CI job may know less than the first one. Nor does it count that one of them abbreviates a commit.
 */
export function findDifferingFields(
  registered: Version,
  request: RegisterVersionRequest,
): string[] {
  const differing: string[] = [];
  if (request.name !== registered.name) differing.push('name');
  if (
    request.commits &&
    !haveSameCommits(request.commits, registered.commits)
  ) {
    differing.push('commits');
  }
  if (
    request.commitId !== undefined &&
    (registered.commitId === undefined ||
      !isSameCommit(request.commitId, registered.commitId))
  ) {
    differing.push('commitId');
  }
  if (
    request.changeUrl !== undefined &&
    request.changeUrl !== registered.changeUrl
  ) {
    differing.push('changeUrl');
  }
  if (
    request.flags &&
    !haveSameTexts([...request.flags].sort(), [...registered.flags].sort())
  ) {
    differing.push('flags');
  }
  return differing;
}

function haveSameCommits(a: Commit[], b: Commit[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id }, i) => b[i] !== undefined && isSameCommit(id, b[i].id))
  );
}

function haveSameTexts(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

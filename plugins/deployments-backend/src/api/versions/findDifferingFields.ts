import type {
  RegisterVersionRequest,
  Version,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * Lists the fields in which a request differs from the registered version. Omitted fields do not count, because a
 * repeated CI job may know less than the first one.
 */
export function findDifferingFields(
  registered: Version,
  request: RegisterVersionRequest,
): string[] {
  const differing: string[] = [];
  if (request.name !== registered.name) differing.push('name');
  if (
    request.commits &&
    !haveSameTexts(
      request.commits.map(({ id }) => id),
      registered.commits.map(({ id }) => id),
    )
  ) {
    differing.push('commits');
  }
  if (
    request.commitId !== undefined &&
    request.commitId !== registered.commitId
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

function haveSameTexts(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
